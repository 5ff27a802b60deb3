import { describe, expect, it } from 'vitest';
import { manifestApply } from '../../../../src/remedy/actions/manifest-apply.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const target = made('Pod', 'web-a');
const manifest = (kind: string, apiVersion: string, more: object, metadata: object = {}) => ({
  manifest: { apiVersion, kind, metadata: { name: 'web', ...metadata }, ...more },
});
const config = manifest('ConfigMap', 'v1', { data: { level: 'info' } });
const live = (data: object, more: object = {}) => made('ConfigMap', 'web', { data, ...more });
const good: Stage = { target, params: config };
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'b' }] } };
const deployment = (image: string) =>
  made('Deployment', 'web', {
    apiVersion: 'apps/v1',
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { ...template, spec: { containers: [{ name: 'web', image, stdin: false }] } },
    },
    status: { observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 3 },
  });

describe('manifest.apply', () => {
  it('creates what is missing, in the namespace of the target', async () => {
    const proposal = await proposed(manifestApply, good);
    expect(proposal).toMatchObject({ summary: 'create ConfigMap shop/web', risk: 'R2' });
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
  });

  it('changes what differs and leaves what the manifest does not name', async () => {
    const there = live({ level: 'trace', other: 'x' });
    const proposal = await proposed(manifestApply, { ...good, objects: [there] });
    expect(proposal.writes).toEqual([
      { verb: 'patch', before: there, edits: [{ path: ['data', 'level'], value: 'info' }] },
    ]);
  });

  it('addresses containers by name, and is a rollout then', async () => {
    const there = deployment('a');
    const params = manifest('Deployment', 'apps/v1', { spec: { template } });
    const proposal = await proposed(manifestApply, { target, params, objects: [there] });
    expect(proposal.risk).toBe('R3');
    expect(proposal.writes).toMatchObject([
      {
        edits: [
          { path: ['spec', 'template', 'spec', 'containers', { key: 'name', value: 'web' }, 'image'], value: 'b' },
        ],
      },
    ]);
  });

  it('counts what a new Deployment needs', async () => {
    const containers = [{ name: 'web', resources: { requests: { cpu: '500m' } } }];
    const params = manifest('Deployment', 'apps/v1', { spec: { replicas: 2, template: { spec: { containers } } } });
    expect((await proposed(manifestApply, { target, params })).effects.demand).toMatchObject({
      pods: 2,
      'requests.cpu': 1,
    });
  });

  it('counts what a new Job needs', async () => {
    const params = manifest('Job', 'batch/v1', { spec: { parallelism: 3, template: { spec: { containers: [] } } } });
    expect((await proposed(manifestApply, { target, params })).effects.demand).toMatchObject({
      pods: 3,
      'count/jobs.batch': 1,
    });
  });

  const applied = [{ operation: 'Apply', manager: 'argocd', fieldsV1: { 'f:data': { 'f:level': {} } } }];
  const pod = (spec: object) => manifest('Deployment', 'apps/v1', { spec: { template: { spec } } });
  it.each<readonly [string, Stage]>([
    ['kind-not-allowed', { target, params: manifest('Secret', 'v1', {}) }],
    ['kind-not-allowed', { target, params: manifest('ClusterRole', 'rbac.authorization.k8s.io/v1', {}) }],
    ['kind-not-allowed', { target, params: manifest('CustomResourceDefinition', 'apiextensions.k8s.io/v1', {}) }],
    ['kind-not-allowed', { target, params: manifest('Pod', 'v1', {}) }],
    ['other-namespace', { target, params: manifest('ConfigMap', 'v1', {}, { namespace: 'other' }) }],
    ['other-namespace', { ...good, target: made('Node', 'one', { namespace: null }) }],
    ['status-given', { target, params: manifest('Service', 'v1', { status: {} }) }],
    ['field-forbidden', { target, params: pod({ securityContext: {} }) }],
    ['field-forbidden', { target, params: pod({ hostNetwork: true }) }],
    ['field-forbidden', { target, params: pod({ volumes: [{ name: 'x', hostPath: { path: '/' } }] }) }],
    [
      'field-forbidden',
      { target, params: pod({ containers: [{ name: 'c', securityContext: { privileged: true } }] }) },
    ],
    ['field-forbidden', { target, objects: [deployment('b')], params: pod({ serviceAccountName: 'admin' }) }],
    ['nothing-changes', { ...good, objects: [live({ level: 'info', other: 'x' })] }],
    ['applied-by-others', { ...good, objects: [live({ level: 'a' }, { metadata: { managedFields: applied } })] }],
    ['immutable', { ...good, objects: [live({ level: 'a' }, { immutable: true })] }],
    [
      'immutable',
      {
        target,
        objects: [deployment('b')],
        params: manifest('Deployment', 'apps/v1', { spec: { selector: { matchLabels: { app: 'x' } } } }),
      },
    ],
    ['facts-unreadable', { ...good, unreadable: ['ConfigMap'] }],
    ['facts-unreadable', { ...good, unreadable: ['LimitRange'] }],
    ['new-daemonset', { target, params: manifest('DaemonSet', 'apps/v1', { spec: {} }) }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(manifestApply, stage)).toEqual([id]);
  });

  it('takes no finalizers and owners in a manifest', async () => {
    const params = manifest('ConfigMap', 'v1', {}, { finalizers: ['x'] });
    await expect(refusalsOf(manifestApply, { target, params })).rejects.toThrow('params of manifest.apply');
  });

  it('is done, has failed, or waits', async () => {
    const stored = live({ level: 'info' });
    expect((await verified(manifestApply, { ...good, objects: [stored] }, [stored])).state).toBe('done');
    expect((await verified(manifestApply, { ...good, objects: [live({ level: 'x' })] }, [stored])).state).toBe(
      'failed',
    );
    expect((await verified(manifestApply, good, [stored])).state).toBe('failed');
    expect((await verified(manifestApply, { ...good, unreadable: ['ConfigMap'] }, [stored])).state).toBe('waiting');
    const rolling = {
      ...deployment('b'),
      ...{ status: { observedGeneration: 1, replicas: 4, updatedReplicas: 1, availableReplicas: 3 } },
    };
    const params = manifest('Deployment', 'apps/v1', { spec: { template } });
    expect((await verified(manifestApply, { target, params, objects: [rolling] }, [rolling])).state).toBe('waiting');
  });
});
