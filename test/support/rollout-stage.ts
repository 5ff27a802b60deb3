import type { Finding } from '../../src/findings/finding.ts';
import type { KubeObject, ObjectOf, Pod } from '../../src/kube/object.ts';
import type { Action, Progress, Proposal } from '../../src/remedy/action.ts';
import type { Edit } from '../../src/remedy/write.ts';
import { fakeReader } from './fake-reader.ts';

type Template = NonNullable<NonNullable<ObjectOf<'Deployment'>['spec']>['template']>;
type PodSpec = NonNullable<Pod['spec']>;
type Deployment = ObjectOf<'Deployment'>;

export const NOW = new Date('2026-01-10T12:00:00Z');

/** A pod's template with one container `web`, or with what else is given. */
export function template(spec: PodSpec = {}, labels: Record<string, string> = {}): Template {
  return {
    metadata: { labels: { app: 'web', ...labels } },
    spec: { containers: [{ name: 'web', image: 'shop/web:1.1' }], ...spec },
  };
}

/** A healthy Deployment with three replicas of its third generation. */
export function deployment(spec: NonNullable<Deployment['spec']> = {}, status: Deployment['status'] = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-web', generation: 3, resourceVersion: '7' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
    status: {
      observedGeneration: 3,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      ...status,
    },
  };
}

/** A healthy StatefulSet with three replicas. */
export function statefulSet(
  spec: NonNullable<ObjectOf<'StatefulSet'>['spec']> = {},
  status: ObjectOf<'StatefulSet'>['status'] = {},
): ObjectOf<'StatefulSet'> {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-web', generation: 3, resourceVersion: '7' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
    status: {
      observedGeneration: 3,
      replicas: 3,
      readyReplicas: 3,
      updatedReplicas: 3,
      currentRevision: 'web-b',
      updateRevision: 'web-b',
      ...status,
    },
  };
}

/** A healthy DaemonSet on three nodes. */
export function daemonSet(
  spec: NonNullable<ObjectOf<'DaemonSet'>['spec']> = {},
  status: Partial<NonNullable<ObjectOf<'DaemonSet'>['status']>> = {},
): ObjectOf<'DaemonSet'> {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-web', generation: 3, resourceVersion: '7' },
    spec: { selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
    status: {
      observedGeneration: 3,
      desiredNumberScheduled: 3,
      updatedNumberScheduled: 3,
      numberAvailable: 3,
      ...status,
    },
  };
}

/** The ReplicaSet of a revision of that Deployment; its uid is `uid-rs-N`. */
export function replicaSet(revision: number, made: Template): ObjectOf<'ReplicaSet'> {
  const labels = { ...made.metadata?.labels, 'pod-template-hash': `h${revision}` };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `web-h${revision}`,
      namespace: 'shop',
      uid: `uid-rs-${revision}`,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
    },
    spec: { template: { ...made, metadata: { ...made.metadata, labels } } },
  };
}

/** A ControllerRevision of a StatefulSet or DaemonSet, as its controller writes it. */
export function controllerRevision(kind: string, revision: number, hash: string, made: Template): KubeObject {
  const object = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `web-${hash}`,
      namespace: 'shop',
      ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'web', uid: 'uid-web', controller: true }],
    },
    revision,
    data: { spec: { template: { ...made, $patch: 'replace' } } },
  };
  return object;
}

/** A ready pod `web-N`, owned by the object with this uid. */
export function pod(
  number: number,
  ownerUid = 'uid-rs-2',
  change: { labels?: Record<string, string>; spec?: PodSpec; status?: Pod['status']; ready?: boolean } = {},
): Pod {
  const { labels, spec = template().spec ?? {}, status = {}, ready = true } = change;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `web-${number}`,
      namespace: 'shop',
      uid: `uid-pod-${number}`,
      labels: { app: 'web', ...labels },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', uid: ownerUid, controller: true }],
    },
    spec,
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...status },
  };
}

/** The status of a pod one of whose containers waits for this. */
export function waitingFor(reason: string, restartCount = 0, name = 'web'): NonNullable<Pod['status']> {
  return {
    containerStatuses: [{ name, image: '', imageID: '', ready: false, restartCount, state: { waiting: { reason } } }],
  };
}

/** The status of a pod whose container was killed for its memory. */
export function oomKilled(name = 'web'): NonNullable<Pod['status']> {
  const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
  return { containerStatuses: [{ name, image: '', imageID: '', ready: true, restartCount: 3, lastState }] };
}

/** A finding of a check with these facts. */
export function finding(check: string, facts: Finding['facts']): Finding {
  const subject = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  return {
    id: 'f',
    check,
    severity: 'high',
    confidence: 'certain',
    since: null,
    title: '',
    message: '',
    subject,
    members: [],
    facts,
    evidence: [],
    symptoms: [],
    causes: [],
    change: null,
    fixes: [],
    docs: '',
  };
}

interface Stage {
  readonly objects?: readonly KubeObject[];
  readonly unreadable?: readonly string[];
  readonly finding?: Finding;
}

/** What an action says to its target among these objects. */
export function consider(action: Action, target: KubeObject, params: unknown, stage: Stage = {}): Promise<Proposal> {
  const reader = fakeReader([target, ...(stage.objects ?? [])], stage.unreadable ?? []);
  return action.consider({ target, params, finding: stage.finding ?? null, reader, now: NOW });
}

/** The proposal, where there is one; throws with the refusals. */
export async function proposed(action: Action, target: KubeObject, params: unknown, stage: Stage = {}) {
  const proposal = await consider(action, target, params, stage);
  if (proposal.state === 'refused') throw new Error(JSON.stringify(proposal.refusals));
  return proposal;
}

/** The ids of all refusals; none where it is proposed. */
export async function refusals(action: Action, target: KubeObject, params: unknown, stage: Stage = {}) {
  const proposal = await consider(action, target, params, stage);
  return proposal.state === 'refused' ? proposal.refusals.map(({ id }) => id) : [];
}

/** The edits of the first write of a proposal. */
export function editsOf(proposal: Proposal): readonly Edit[] {
  const write = proposal.state === 'proposed' ? proposal.writes[0] : undefined;
  return write?.verb === 'patch' ? write.edits : [];
}

/** The edits as text: `spec.template.spec.containers[web].image = "x"`. */
export function editTexts(proposal: Proposal): readonly string[] {
  return editsOf(proposal).map(({ path, value }) => {
    const where = path.map((one) => (typeof one === 'string' ? `.${one}` : `[${one.value}]`)).join('');
    return `${where.slice(1)} = ${JSON.stringify(value)}`;
  });
}

/** How far a change has come that found `before` and left `live` among these objects; null for a target that is gone. */
export function verified(
  action: Action,
  before: KubeObject,
  params: unknown,
  live: KubeObject | null,
  stage: Stage = {},
): Promise<Progress> {
  const objects = [...(live === null ? [] : [live]), ...(stage.objects ?? [])];
  const reader = fakeReader(objects, stage.unreadable ?? []);
  return action.verify({ target: before, params, written: [live], reader, writtenAt: NOW, now: NOW });
}
