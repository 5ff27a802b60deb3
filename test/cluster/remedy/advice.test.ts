import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession, type Session } from '../../../src/cli/commands/remediate/session.ts';
import { ACTIONS } from '../../../src/remedy/actions/index.ts';
import type { Plan } from '../../../src/remedy/plan/plan.ts';
import { testKubeconfig } from '../../support/cluster.ts';
import { ClusterApi } from '../../support/cluster-api.ts';
import { ownBooks, Repairs } from '../../support/repairs.ts';
import { budget, configMap, fields } from './objects.ts';
import { clear, Scene } from './scene.ts';

const kubeconfig = testKubeconfig();
const NAME = 'mekhanikube-repair-advice';
const held = fields('v1', 'ConfigMap', 'held', { metadata: { name: 'held', finalizers: ['example.com/cleanup'] } });
const hook = {
  name: 'pods.example.com',
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  clientConfig: { url: 'https://127.0.0.1:1/' },
  // Of a group that nobody serves: it is never asked.
  rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothings'] }],
};
const OBJECTS = [
  configMap('settings', {}),
  budget('web', 1),
  fields('networking.k8s.io/v1', 'NetworkPolicy', 'closed', { spec: { podSelector: {} } }),
  fields('v1', 'ResourceQuota', 'quota', { spec: { hard: { 'requests.memory': '1Gi' } } }),
  fields('storage.k8s.io/v1', 'StorageClass', NAME, { provisioner: 'mekhanikube.io/none' }),
  fields('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', NAME, { webhooks: [hook] }),
  held,
];

/** By action: what it is about, and params where its own example does not fit. */
const ASKED: Readonly<
  Record<string, readonly [kind: string, name: string, params?: Readonly<Record<string, unknown>>]>
> = {
  'finalizer.remove': ['ConfigMap', 'held'],
  'namespace.unstick': ['Namespace', `${NAME}-stuck`],
  'networkpolicy.adjust': ['NetworkPolicy', 'closed'],
  'pdb.adjust': ['PodDisruptionBudget', 'web'],
  'quota.adjust': ['ResourceQuota', 'quota'],
  'rbac.grant': ['ServiceAccount', 'default'],
  'storage.edit': ['StorageClass', NAME, { change: 'allow-expansion' }],
  'webhook.disable': ['ValidatingWebhookConfiguration', NAME],
};
const TELLING = { notify: ['ConfigMap', 'settings'], 'webhook.call': ['ConfigMap', 'settings'] } as const;

describe.skipIf(kubeconfig === null)('what is only proposed on a real cluster', () => {
  let api: ClusterApi;
  let session: Session;
  let repairs: Repairs;
  let scene: Scene;
  const stuck = () => new Scene(api, `${NAME}-stuck`, 'advice');
  beforeAll(async () => {
    api = await ClusterApi.connect(kubeconfig ?? '');
    session = await openSession({ kubeconfig: kubeconfig ?? '' }, new AbortController());
    repairs = new Repairs(session, ownBooks());
    scene = new Scene(api, NAME, 'advice');
    await release();
    await clear(api, 'advice');
    await scene.open();
    for (const object of OBJECTS) await scene.create(object);
    await scene.remove(held);
    await stuck().open();
    await stuck().create(held);
    await stuck().close();
  }, 180_000);
  afterAll(async () => {
    await release();
    for (const object of OBJECTS) await scene.remove(object);
    await scene.close();
    repairs.books.close();
    session.close();
    api.close();
  });

  /** Lets go what nothing else would. */
  async function release(): Promise<void> {
    for (const one of [scene, stuck()]) await one.patch({ ...held, metadata: { name: 'held', finalizers: null } });
  }

  function plan(action: string, [kind, name, params]: readonly [string, string, object?]): Promise<Plan> {
    const example = ACTIONS.get(action)?.example;
    const asked = { action, params: Object(params ?? example), target: { kind, name }, timeoutMs: 10_000 };
    return repairs.plan({ ...asked, namespace: NAME });
  }

  test.each(Object.entries(ASKED))('%s shows commands, and is never executed', async (action, asked) => {
    const made = await plan(action, asked);
    const [step] = made.steps;
    expect(step?.judgements.filter(({ allows }) => !allows).map(({ reason }) => reason)).toEqual([]);
    expect({ proposeOnly: step?.proposeOnly, writes: step?.writes }).toEqual({ proposeOnly: true, writes: [] });
    expect(step?.notes).toContainEqual(expect.stringMatching(/^run: kubectl /));
    const { outcome, reason } = await repairs.apply(made);
    expect({ outcome, reason }).toEqual({
      outcome: 'abandoned',
      reason: expect.stringMatching(/only shown: a person/),
    });
  });

  test.each(Object.entries(TELLING))('%s writes nothing to the cluster', async (action, asked) => {
    const [step] = (await plan(action, asked)).steps;
    expect({ proposeOnly: step?.proposeOnly, writes: step?.writes }).toEqual({ proposeOnly: false, writes: [] });
    expect(step?.judgements.filter(({ allows }) => !allows).map(({ reason }) => reason)).toEqual([]);
  });
});

test('none that is only proposed is left out', () => {
  const proposed = [...ACTIONS.values()].filter(({ proposeOnly }) => proposeOnly === true);
  expect(proposed.map(({ id }) => id)).toEqual(Object.keys(ASKED));
});
