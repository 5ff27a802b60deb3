import type { RepairCase } from '../case.ts';
import { budget, deployment, fields, pod, podSpec, ready } from '../objects.ts';
import type { Scene } from '../scene.ts';

/** The first pod of a Deployment. */
function podOf(app: string) {
  return async (scene: Scene) => {
    const first = await scene.first('v1', 'Pod', `${app}-`);
    return { kind: 'Pod', name: first.metadata.name };
  };
}

const objects = [
  deployment('web', { replicas: 2 }),
  deployment('alone'),
  deployment('guarded'),
  budget('guarded', '100%'),
  budget('web', 1),
  pod('naked'),
  pod(
    'done',
    podSpec({
      restartPolicy: 'Never',
      containers: [{ name: 'web', image: 'busybox:latest', imagePullPolicy: 'IfNotPresent', command: ['true'] }],
    }),
  ),
];
const settled = [
  ready('web', 2),
  ready('alone', 1),
  ready('guarded', 1),
  fields('v1', 'Pod', 'done', { status: { phase: 'Succeeded' } }),
  fields('policy/v1', 'PodDisruptionBudget', 'web', { status: { disruptionsAllowed: 1 } }),
  fields('policy/v1', 'PodDisruptionBudget', 'guarded', { status: { currentHealthy: 1, disruptionsAllowed: 0 } }),
];

const naked = {
  when: 'no controller makes it again',
  target: { kind: 'Pod', name: 'naked' },
  says: /has no controller/,
};
const ended = { when: 'it has ended', target: { kind: 'Pod', name: 'done' }, says: /has ended/ };

/** The pods that stand before, by the scene that they stand in: creation times are whole seconds, and may differ among twins. */
const standing = new WeakMap<Scene, ReadonlySet<unknown>>();

const prepare = async (scene: Scene) => {
  standing.set(scene, new Set((await scene.all('v1', 'Pod', 'web-')).map(({ metadata }) => metadata['uid'])));
};

/** Two pods again, one of them new. */
const check = async (scene: Scene) => {
  const pods = (await scene.all('v1', 'Pod', 'web-')).filter(
    ({ metadata }) => metadata['deletionTimestamp'] === undefined,
  );
  const born = pods.filter(({ metadata }) => standing.get(scene)?.has(metadata['uid']) !== true);
  return pods.length === 2 && born.length === 1 ? [] : [`${pods.length} pods, ${born.length} of them new`];
};

export const remove: RepairCase = {
  action: 'pod.delete',
  objects,
  ready: settled,
  target: podOf('web'),
  prepare,
  params: {},
  holds: [ready('web', 2)],
  check,
  back: 'nothing',
  refusals: [naked, ended, { when: 'it alone is ready', target: podOf('alone'), says: /is the only ready pod/ }],
};

export const evict: RepairCase = {
  action: 'pod.evict',
  objects,
  ready: settled,
  target: podOf('web'),
  prepare,
  params: {},
  holds: [ready('web', 2)],
  check,
  back: 'nothing',
  refusals: [
    naked,
    ended,
    { when: 'a budget allows none', target: podOf('guarded'), says: /guarded allows no disruption/ },
  ],
};
