import { describe, expect, test } from 'vitest';
import type { KubeObject, Pod } from '../../../../src/kube/object.ts';
import { resourcesBump } from '../../../../src/remedy/actions/resources-bump.ts';
import {
  deployment,
  editTexts,
  finding,
  oomKilled,
  pod,
  proposed,
  refusals,
  replicaSet,
  template,
  verified,
  waitingFor,
} from '../../../support/rollout-stage.ts';

type Resources = { requests?: Record<string, string>; limits?: Record<string, string> };
const made = (resources: Resources) => template({ containers: [{ name: 'web', resources }] });
const of = (resources: Resources) => deployment({ template: made(resources) });
const killed = [replicaSet(2, template()), pod(0, 'uid-rs-2', { status: oomKilled() }), pod(1), pod(2)];
const BURST = { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } };
const MORE = { memory: { factor: 1.5, ceiling: '1Gi' } };
const other = (apiVersion: string, kind: string, fields: object): KubeObject => {
  const object = { apiVersion, kind, metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } }, ...fields };
  return object;
};
const range = (limit: object) => other('v1', 'LimitRange', { spec: { limits: [limit] } });
const refused = (
  resources: Resources,
  params: object = MORE,
  objects: readonly KubeObject[] = killed,
  unreadable: readonly string[] = [],
) => refusals(resourcesBump, of(resources), params, { objects, unreadable });
const edits = async (resources: Resources, params: object, objects: readonly KubeObject[] = killed) =>
  editTexts(await proposed(resourcesBump, of(resources), params, { objects })).map((text) =>
    text.replace(/^.*resources\./, ''),
  );

describe('resources.bump', () => {
  test('raises the limit of the container, and names the factor', async () => {
    const proposal = await proposed(resourcesBump, of(BURST), MORE, { objects: killed });
    expect(editTexts(proposal)).toEqual(['spec.template.spec.containers[web].resources.limits.memory = "192Mi"']);
    expect(proposal).toMatchObject({
      summary: 'set resources of container web in Deployment shop/web: memory limit from 128Mi to 192Mi',
      risk: 'R3',
      effects: { podsDisrupted: 3, resourceFactor: 1.5, podRequests: { memory: 64 * 2 ** 20 } },
    });
  });

  test('needs room for all replicas, and the surge', async () => {
    const spec = made(BURST).spec ?? {};
    const pods = [0, 1, 2].map((number) => pod(number, 'uid-rs-2', { spec, status: oomKilled() }));
    const { effects } = await proposed(resourcesBump, of(BURST), MORE, {
      objects: [replicaSet(2, template()), ...pods],
    });
    const MI = 2 ** 20;
    expect(effects.demand).toEqual({
      pods: 1,
      'requests.memory': 64 * MI,
      'limits.memory': (3 * 192 + 128 - 3 * 128) * MI,
    });
  });

  test('a request that equals the limit goes with it, so that the QoS class stays', async () => {
    const fixed = { requests: { memory: '100Mi' }, limits: { memory: '100Mi' } };
    expect(await edits(fixed, { memory: { step: '28Mi', ceiling: '1Gi' } })).toEqual([
      'requests.memory = "128Mi"',
      'limits.memory = "128Mi"',
    ]);
  });

  test('without a limit the request grows', async () => {
    expect(await edits({ requests: { memory: '512Mi' } }, { memory: { factor: 2, ceiling: '4Gi' } })).toEqual([
      'requests.memory = "1Gi"',
    ]);
  });

  test('a default of a LimitRange is where it starts, and the request is kept', async () => {
    const limits = range({ type: 'Container', default: { memory: '200Mi' }, defaultRequest: { memory: '100Mi' } });
    expect(await edits({}, { memory: { factor: 2, ceiling: '1Gi' } }, [...killed, limits])).toEqual([
      'requests.memory = "100Mi"',
      'limits.memory = "400Mi"',
    ]);
  });

  test('goes no further than the ceiling, and says so', async () => {
    const proposal = await proposed(
      resourcesBump,
      of(BURST),
      { memory: { factor: 4, ceiling: '256Mi' } },
      { objects: killed },
    );
    expect(editTexts(proposal)[0]).toContain('= "256Mi"');
    expect(proposal.notes).toEqual(['memory is raised to its ceiling of 256Mi only']);
  });

  test('the finding is evidence, and names the container', async () => {
    const twice = deployment({
      template: template({ containers: [{ name: 'web' }, { name: 'log', resources: BURST }] }),
    });
    const stage = { finding: finding('container-oom-killed', { container: 'log' }) };
    expect(editTexts(await proposed(resourcesBump, twice, MORE, stage))[0]).toContain('containers[log]');
    const another = { finding: finding('pod-crash-loop', { container: 'log' }) };
    expect(await refusals(resourcesBump, twice, MORE, another)).toEqual(['no-evidence']);
    expect(await refusals(resourcesBump, twice, MORE)).toEqual(['container-unclear']);
    expect(await refusals(resourcesBump, twice, { ...MORE, container: 'db' })).toEqual(['container-missing']);
  });

  test('is refused at the ceiling', async () => {
    expect(await refused({ limits: { memory: '1Gi' } })).toEqual(['at-ceiling']);
  });

  test('is refused where there is nothing to raise', async () => {
    expect(await refused({})).toEqual(['nothing-to-raise']);
  });

  test('is refused without an OOM kill', async () => {
    expect(await refused(BURST, MORE, [])).toEqual(['no-evidence']);
    const others = [replicaSet(2, template()), pod(0, 'uid-rs-2', { status: oomKilled('proxy') })];
    expect(await refused(BURST, MORE, others)).toEqual(['no-evidence']);
  });

  test('cpu needs a container that uses nearly all it may', async () => {
    const cpu = { cpu: { factor: 2, ceiling: '2' } };
    const usage = (used: string) =>
      other('metrics.k8s.io/v1beta1', 'PodMetrics', { containers: [{ name: 'web', usage: { cpu: used } }] });
    const limited = { limits: { cpu: '500m' } };
    expect(await edits(limited, cpu, [...killed, usage('480m')])).toEqual(['requests.cpu = "1"', 'limits.cpu = "1"']);
    expect(await refused(limited, cpu, [...killed, usage('100m')])).toEqual(['no-evidence']);
    expect(await refused(limited, cpu, killed)).toEqual(['no-evidence']);
    expect(await refused(limited, cpu, killed, ['PodMetrics'])).toEqual(['pod-metrics-unreadable']);
  });

  test('is refused beside a VerticalPodAutoscaler that acts', async () => {
    const vpa = (updateMode: string) =>
      other('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', {
        spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, updatePolicy: { updateMode } },
      });
    expect(await refused(BURST, MORE, [...killed, vpa('Auto')])).toEqual(['vertically-autoscaled']);
    expect(await refused(BURST, MORE, [...killed, vpa('Off')])).toEqual([]);
  });

  test.each([
    [{ type: 'Container', max: { memory: '150Mi' } }],
    [{ type: 'Container', maxLimitRequestRatio: { memory: '2' } }],
    [{ type: 'Pod', max: { memory: '150Mi' } }],
  ])('is refused where a LimitRange forbids it: %o', async (limit) => {
    expect(await refused(BURST, MORE, [...killed, range(limit)])).toEqual(['limit-range']);
  });

  test('is refused while paused', async () => {
    expect(
      await refusals(resourcesBump, deployment({ paused: true, template: made(BURST) }), MORE, { objects: killed }),
    ).toEqual(['rollout-paused']);
  });

  test.each([
    ['Pod', 'pods-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
    ['VerticalPodAutoscaler', 'verticalpodautoscalers-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(await refused(BURST, MORE, killed, [kind])).toEqual([id]);
  });

  test.each([
    {},
    { memory: { factor: 2 } },
    { memory: { ceiling: '1Gi' } },
    { memory: { factor: 2, step: '1Mi', ceiling: '1Gi' } },
    { memory: { factor: 9, ceiling: '1Gi' } },
    { memory: { factor: 2, ceiling: 'much' } },
  ])('does not take %o', async (params) => {
    await expect(refused(BURST, params)).rejects.toThrow('params of resources.bump');
  });

  test('is verified by its rollout, and by no new kill', async () => {
    const progress = (pods: readonly Pod[], status: object = {}) =>
      verified(resourcesBump, of(BURST), MORE, deployment({}, status), {
        objects: [replicaSet(1, template()), replicaSet(2, template()), ...pods],
      });
    expect((await progress([pod(0)])).state).toBe('done');
    expect((await progress([pod(0, 'uid-rs-1', { status: oomKilled() }), pod(1)])).state).toBe('done');
    expect(await progress([pod(0, 'uid-rs-2', { status: oomKilled() })])).toEqual({
      state: 'failed',
      reason: 'Pod shop/web-0 was killed for its memory again',
    });
    expect((await progress([pod(0)], { updatedReplicas: 1 })).state).toBe('waiting');
    const crashing = pod(0, 'uid-rs-2', { status: waitingFor('CrashLoopBackOff', 3) });
    expect((await progress([crashing], { updatedReplicas: 1 })).state).toBe('failed');
  });
});
