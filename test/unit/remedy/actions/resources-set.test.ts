import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { resourcesSet } from '../../../../src/remedy/actions/resources-set.ts';
import {
  deployment,
  editTexts,
  pod,
  proposed,
  refusals,
  replicaSet,
  template,
} from '../../../support/rollout-stage.ts';

const target = deployment({
  template: template({
    containers: [{ name: 'web', resources: { requests: { memory: '64Mi' }, limits: { memory: '128Mi' } } }],
  }),
});
const objects = [replicaSet(2, template()), pod(0), pod(1), pod(2)];
const refused = (params: object, others: readonly KubeObject[] = [], unreadable: readonly string[] = []) =>
  refusals(resourcesSet, target, params, { objects: [...objects, ...others], unreadable });

describe('resources.set', () => {
  test('writes what differs', async () => {
    const params = { requests: { memory: '65536Ki', cpu: '1' }, limits: { memory: '256Mi' } };
    const proposal = await proposed(resourcesSet, target, params, { objects });
    expect(editTexts(proposal)).toEqual([
      'spec.template.spec.containers[web].resources.requests.cpu = "1"',
      'spec.template.spec.containers[web].resources.limits.memory = "256Mi"',
    ]);
    expect(proposal).toMatchObject({
      risk: 'R3',
      summary:
        'set resources of container web in Deployment shop/web: cpu request from none to 1, memory limit from 128Mi to 256Mi',
      effects: { podsDisrupted: 3, resourceFactor: 2, podRequests: { cpu: 1, memory: 64 * 2 ** 20 } },
    });
  });

  test('warns of a lower memory limit', async () => {
    const proposal = await proposed(resourcesSet, target, { limits: { memory: '100Mi' } }, { objects });
    expect(proposal.effects.resourceFactor).toBe(1);
    expect(proposal.notes).toEqual(['its memory limit becomes lower: what uses more is killed']);
  });

  test('is refused for what it has', async () => {
    expect(await refused({ limits: { memory: '0.125Gi' } })).toEqual(['same-resources']);
  });

  test('is refused for requests above limits', async () => {
    expect(await refused({ requests: { memory: '200Mi' } })).toEqual(['request-above-limit']);
    expect(await refused({ limits: { memory: '32Mi' } })).toEqual(['request-above-limit']);
  });

  test('is refused for a container that is not there', async () => {
    expect(await refused({ container: 'db', limits: { memory: '1Gi' } })).toEqual(['container-missing']);
  });

  test('is refused by LimitRange and VerticalPodAutoscaler', async () => {
    const metadata = { name: 'x', namespace: 'shop' };
    const limits = [{ type: 'Container', min: { memory: '60Mi' }, max: { memory: '1Gi' } }];
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits } };
    const targetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    const vpa = {
      apiVersion: 'autoscaling.k8s.io/v1',
      kind: 'VerticalPodAutoscaler',
      metadata,
      spec: { targetRef },
    };
    expect(await refused({ limits: { memory: '2Gi' } }, [range])).toEqual(['limit-range']);
    expect(await refused({ requests: { memory: '50Mi' } }, [range])).toEqual(['limit-range']);
    expect(await refused({ limits: { memory: '2Gi' } }, [vpa])).toEqual(['vertically-autoscaled']);
  });

  test.each([
    ['Pod', 'pods-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
    ['VerticalPodAutoscaler', 'verticalpodautoscalers-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(await refused({ limits: { memory: '1Gi' } }, [], [kind])).toEqual([id]);
  });

  test.each([{}, { limits: {} }, { limits: { memory: '0' } }, { limits: { disk: '1Gi' } }])(
    'does not take %o',
    async (params) => {
      await expect(refused(params)).rejects.toThrow('params of resources.set');
    },
  );
});
