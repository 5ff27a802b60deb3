import { describe, expect, it } from 'vitest';
import { configmapRecreate } from '../../../../src/remedy/actions/configmap-recreate.ts';
import { consider, made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const spec = {
  containers: [
    {
      name: 'c',
      env: [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'web', key: 'level' } } }],
    },
  ],
};
const status = {
  phase: 'Pending',
  containerStatuses: [{ name: 'c', state: { waiting: { reason: 'CreateContainerConfigError' } } }],
};
const deployment = made('Deployment', 'web', { apiVersion: 'apps/v1', spec: { template: { spec } } });
const pod = made('Pod', 'web-a', { spec, status });
const config = made('ConfigMap', 'web', { data: { level: 'info' } });
const params = { name: 'web', source: { data: { level: 'info' } } };
const good: Stage = { target: deployment, params };

describe('configmap.recreate', () => {
  it('makes it with the values of the source', async () => {
    const proposal = await proposed(configmapRecreate, good);
    expect(proposal.writes).toEqual([
      {
        verb: 'create',
        manifest: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'web', namespace: 'shop' },
          data: { level: 'info' },
        },
      },
    ]);
    expect(await refusalsOf(configmapRecreate, { ...good, target: pod })).toEqual([]);
  });

  it('never makes values up: without a source it says what a person would do', async () => {
    const proposal = await consider(configmapRecreate, { ...good, params: { name: 'web' } });
    expect(proposal).toEqual({
      state: 'refused',
      refusals: [
        {
          id: 'no-source',
          reason: 'nothing says what ConfigMap shop/web held, and values are not made up',
          hint: 'kubectl create configmap -n shop web --from-literal=level=VALUE',
        },
      ],
    });
  });

  it.each<readonly [string, Stage]>([
    ['exists', { ...good, objects: [config] }],
    [
      'not-referenced',
      {
        ...good,
        target: made('Deployment', 'web', { apiVersion: 'apps/v1', spec: { template: { spec: { containers: [] } } } }),
      },
    ],
    ['source-lacks-keys', { ...good, params: { name: 'web', source: { data: { other: 'x' } } } }],
    ['facts-unreadable', { ...good, unreadable: ['ConfigMap'] }],
    ['kind-not-handled', { ...good, target: made('Service', 'web') }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(configmapRecreate, stage)).toEqual([id]);
  });

  it('is done once no pod waits for it', async () => {
    expect((await verified(configmapRecreate, { ...good, objects: [config] }, [config])).state).toBe('done');
    expect((await verified(configmapRecreate, { ...good, objects: [config, pod] }, [config])).state).toBe('waiting');
    expect((await verified(configmapRecreate, good, [config])).state).toBe('failed');
    expect((await verified(configmapRecreate, { ...good, unreadable: ['ConfigMap'] }, [config])).state).toBe('waiting');
    const blind = { ...good, objects: [config], unreadable: ['Pod'] };
    expect((await verified(configmapRecreate, blind, [config])).state).toBe('waiting');
  });
});
