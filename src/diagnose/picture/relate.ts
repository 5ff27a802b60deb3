import { kindOf } from '../../kube/kinds.ts';
import type { Kind, KubeObject, ObjectOf, Pod } from '../../kube/object.ts';
import { type ObjectRef, refKey, refOf } from '../../kube/object-ref.ts';
import { podReferences } from '../../kube/relations/pod-references.ts';
import { referencesOf } from '../../kube/relations/references.ts';
import type { Reference, RelationWord } from '../../kube/relations/relation.ts';
import { selectionOf } from '../../kube/relations/selections.ts';
import type { View } from '../../snapshot/view.ts';
import { link, MOST_OF_A_ROLE, put, type Scene, type Thing } from './scene.ts';

/** Words whose other end belongs into the picture whoever speaks of it. */
const TELLING: ReadonlySet<RelationWord> = new Set(['scales', 'calls', 'served by', 'issued by']);

/** What says no to objects that others make. */
const REFUSERS: ReadonlySet<string> = new Set([
  'LimitRange',
  'MutatingWebhookConfiguration',
  'ResourceQuota',
  'ValidatingAdmissionPolicy',
  'ValidatingWebhookConfiguration',
]);

const REFUSED: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'StatefulSet',
]);

/** Links what is in the scene, and takes in what stands between, is named and missing, or is where all its pods run. */
export function relate(scene: Scene, view: View<Kind>): void {
  for (const { ref, role } of [...scene.things.values()]) if (role === 'cause') takeServed(ref, scene, view);
  const things = [...scene.things.values()];
  const pods = things.flatMap(({ ref }) => foundOf('Pod', ref, view));
  const [node, ...otherNodes] = new Set(pods.map(({ spec }) => spec?.nodeName));
  const stage = { scene, view, pods, oneNode: otherNodes.length === 0 ? node : undefined };
  for (const { ref } of things) {
    const info = kindOf(ref.apiVersion, ref.kind);
    const [object] = info === undefined ? [] : foundOf(info.kind, ref, view);
    if (info !== undefined && object !== undefined) relateOne(info.kind, object, stage);
  }
  for (const { ref } of things) if (REFUSERS.has(ref.kind)) refuse(ref, things, scene);
}

interface Stage {
  readonly scene: Scene;
  readonly view: View<Kind>;
  readonly pods: readonly Pod[];
  /** The node of all pods, where they are all on one. */
  readonly oneNode: string | undefined;
}

function relateOne<K extends Kind>(kind: K, object: ObjectOf<K>, stage: Stage): void {
  const { scene, view, pods } = stage;
  const from = refKey(refOf(object));
  own(from, object, scene, view);
  for (const found of [...referencesOf(kind, object), ...templateReferences(kind, object, view)]) {
    if (belongs(found, stage)) put(scene, view, found.to, 'context');
    if (scene.things.has(refKey(found.to))) link(scene, from, refKey(found.to), found.word);
  }
  const selection = selectionOf(kind, object);
  for (const pod of pods) {
    const isThere = pod.metadata.namespace === object.metadata.namespace;
    if (isThere && selection?.takes(pod.metadata.labels)) link(scene, from, refKey(refOf(pod)), selection.word);
  }
}

/** From claims, by the keys of their references, to the first pods that mount them. */
function podsByClaim(view: View<Kind>): ReadonlyMap<string, readonly Pod[]> {
  const users = new Map<string, Pod[]>();
  for (const pod of view.all('Pod')) {
    if (pod.spec?.volumes === undefined) continue;
    for (const { word, to } of podReferences(pod)) {
      if (word !== 'mounts' || to.kind !== 'PersistentVolumeClaim') continue;
      const known = users.get(refKey(to));
      if (known === undefined) users.set(refKey(to), [pod]);
      else if (known.length < MOST_OF_A_ROLE) known.push(pod);
    }
  }
  return users;
}

/** True for what is named and belongs into the picture although no check speaks of it. */
function belongs({ word, to, optional }: Reference, { view, oneNode }: Stage): boolean {
  if (TELLING.has(word) || (word === 'runs on' && to.name === oneNode)) return true;
  if (word === 'mounts' && to.kind === 'PersistentVolumeClaim') return true;
  const info = optional ? undefined : kindOf(to.apiVersion, to.kind);
  return info !== undefined && view.get(info.kind, to.namespace, to.name).state === 'missing';
}

/** The pods that the cause is there for: those that it selects, and those that mount it. */
function takeServed(ref: ObjectRef, scene: Scene, view: View<Kind>): void {
  for (const pod of view.shared(podsByClaim).get(refKey(ref)) ?? []) put(scene, view, refOf(pod), 'context');
  const info = kindOf(ref.apiVersion, ref.kind);
  const [object] = info === undefined ? [] : foundOf(info.kind, ref, view);
  const selection = info === undefined || object === undefined ? undefined : selectionOf(info.kind, object);
  if (selection === undefined || ref.namespace === null) return;
  const selected = view.inNamespace('Pod', ref.namespace).filter(({ metadata }) => selection.takes(metadata.labels));
  for (const pod of selected.slice(0, MOST_OF_A_ROLE)) put(scene, view, refOf(pod), 'context');
}

function foundOf<K extends Kind>(kind: K, ref: ObjectRef, view: View<Kind>): readonly ObjectOf<K>[] {
  if (ref.kind !== kind) return [];
  const found = view.get(kind, ref.namespace, ref.name);
  return found.state === 'found' ? [found.object] : [];
}

/** Steps between an object and the top of its owners tell nothing that either end does not. */
function own(key: string, object: KubeObject, scene: Scene, view: View<Kind>): void {
  const owner = view.topOwner(object);
  if (refKey(owner) === key) return;
  put(scene, view, owner, 'context');
  link(scene, refKey(owner), key, 'owns');
}

/** What the pods of a workload would name, where it has none that could. */
function templateReferences<K extends Kind>(kind: K, object: ObjectOf<K>, view: View<Kind>): readonly Reference[] {
  const spec = TEMPLATES[kind]?.(object);
  if (spec === undefined) return [];
  const sets = [object, ...view.controlledBy('ReplicaSet', object)];
  if (sets.some((set) => view.controlledBy('Pod', set).length > 0)) return [];
  return podReferences({ apiVersion: 'v1', kind: 'Pod', metadata: object.metadata, spec });
}

const TEMPLATES: { readonly [K in Kind]?: (object: ObjectOf<K>) => Pod['spec'] } = {
  DaemonSet: ({ spec }) => spec?.template?.spec,
  Deployment: ({ spec }) => spec?.template?.spec,
  Job: ({ spec }) => spec?.template?.spec,
  ReplicaSet: ({ spec }) => spec?.template?.spec,
  StatefulSet: ({ spec }) => spec?.template?.spec,
};

/** Of an owner and what it made, what it made was refused. */
function refuse(ref: ObjectRef, things: readonly Thing[], scene: Scene): void {
  const owners = new Set([...scene.links.values()].filter(({ word }) => word === 'owns').map(({ from }) => from));
  for (const { ref: other, role } of things) {
    if (role === 'context' || !REFUSED.has(other.kind) || owners.has(refKey(other))) continue;
    if (ref.namespace === null || ref.namespace === other.namespace) {
      link(scene, refKey(other), refKey(ref), 'refused by');
    }
  }
}
