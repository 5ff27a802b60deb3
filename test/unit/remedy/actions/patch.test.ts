import { describe, expect, it } from 'vitest';
import { patch } from '../../../../src/remedy/actions/patch.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const service = (targetPort: unknown) =>
  made('Service', 'web', { spec: { ports: [{ name: 'http', port: 80, targetPort }], selector: { app: 'web' } } });
const deployment = (value: string, more: object = {}) =>
  made('Deployment', 'web', {
    apiVersion: 'apps/v1',
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'a', env: [{ name: 'MODE', value }] }] },
      },
      ...more,
    },
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
  });
const edit = (path: string, value?: unknown) => ({ edits: [{ path, ...(value === undefined ? {} : { value }) }] });
const good: Stage = { target: service(80), params: edit('spec.ports[name=http].targetPort', 8080) };
const env = 'spec.template.spec.containers[name=web].env[name=MODE].value';

describe('patch', () => {
  it('changes a field by the key of its item', async () => {
    const proposal = await proposed(patch, good);
    expect(proposal).toMatchObject({
      risk: 'R2',
      effects: { podsDisrupted: 0 },
      writes: [{ edits: [{ path: ['spec', 'ports', { key: 'name', value: 'http' }, 'targetPort'], value: 8080 }] }],
    });
  });

  it('takes a field away where no value is given', async () => {
    const proposal = await proposed(patch, { ...good, params: edit('spec.selector.app') });
    expect(proposal.writes).toMatchObject([{ edits: [{ path: ['spec', 'selector', 'app'], value: undefined }] }]);
  });

  it('is a rollout where the template changes', async () => {
    const proposal = await proposed(patch, { target: deployment('a'), params: edit(env, 'b') });
    expect(proposal.risk).toBe('R3');
    expect(proposal.effects.demand).toBeDefined();
  });

  const template = 'spec.template.spec';
  it.each<readonly [string, Stage]>([
    ['kind-not-allowed', { target: made('Secret', 'x', { data: { a: 'b' } }), params: edit('data.a', 'c') }],
    [
      'kind-not-allowed',
      {
        target: made('Role', 'x', { apiVersion: 'rbac.authorization.k8s.io/v1', spec: {} }),
        params: edit('spec.a', 1),
      },
    ],
    [
      'kind-not-allowed',
      {
        target: made('Deployment', 'x', { apiVersion: 'example.com/v1', spec: {} }),
        params: edit('spec.minReadySeconds', 1),
      },
    ],
    ['path-not-allowed', { ...good, params: edit('spec.clusterIP', 'None') }],
    ['path-not-allowed', { ...good, params: edit('metadata.labels.app', 'x') }],
    ['path-not-allowed', { target: deployment('a'), params: edit(`${template}.containers[name=web].image`, 'b') }],
    ['path-not-allowed', { target: deployment('a'), params: edit('spec.template', {}) }],
    [
      'field-forbidden',
      {
        target: deployment('a'),
        params: edit(`${template}.containers[name=web].env[name=X]`, {
          name: 'X',
          valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
        }),
      },
    ],
    ['path-missing', { ...good, params: edit('spec.ports[name=https].targetPort', 8443) }],
    ['nothing-changes', { ...good, params: edit('spec.ports[name=http].targetPort', 80) }],
    ['pods-unreadable', { target: deployment('a'), params: edit(env, 'b'), unreadable: ['Pod'] }],
    ['limitranges-unreadable', { target: deployment('a'), params: edit(env, 'b'), unreadable: ['LimitRange'] }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(patch, stage)).toEqual([id]);
  });

  it('never touches security, whoever allows the path', async () => {
    for (const field of ['securityContext', 'serviceAccountName', 'hostNetwork', 'hostPID']) {
      const stage = { target: deployment('a'), params: edit(`${template}.${field}`, true) };
      expect(await refusalsOf(patch, stage)).toEqual(['path-not-allowed', 'field-forbidden']);
    }
    for (const field of ['finalizers', 'ownerReferences']) {
      expect(await refusalsOf(patch, { ...good, params: edit(`metadata.${field}`, []) })).toContain('field-forbidden');
    }
  });

  it('takes no path that it cannot read', async () => {
    await expect(refusalsOf(patch, { ...good, params: edit('spec..ports', 1) })).rejects.toThrow('no path');
  });

  it('is done, has failed, or waits', async () => {
    expect((await verified(patch, { ...good, objects: [service(8080)] })).state).toBe('done');
    expect((await verified(patch, { ...good, objects: [service(80)] })).state).toBe('failed');
    expect((await verified(patch, { ...good, unreadable: ['Service'] })).state).toBe('waiting');
    const rolled = deployment('b');
    const stage = { target: deployment('a'), params: edit(env, 'b') };
    expect((await verified(patch, { ...stage, objects: [rolled] })).state).toBe('done');
    expect(
      (await verified(patch, { ...stage, objects: [{ ...rolled, ...{ status: { observedGeneration: 0 } } }] })).state,
    ).toBe('waiting');
  });
});
