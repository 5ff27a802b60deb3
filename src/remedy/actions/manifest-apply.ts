import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import { refText } from '../../kube/object-ref.ts';
import { defineAction, type Progress, type Proposal, type Verifying } from '../action.ts';
import type { ListRead, Read } from '../live/reader.ts';
import { configDataOf } from '../objects/config-data.ts';
import { diffEdits } from '../objects/diff-edits.ts';
import { appliersOf } from '../objects/field-owners.ts';
import { forbiddenIn, forbiddenWithin } from '../objects/forbidden.ts';
import { listed, refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import {
  fixedPaths,
  inNamespace,
  isAppliable,
  Manifest,
  type ManifestParam,
  manifestRef,
} from '../objects/manifest.ts';
import { overlay } from '../objects/overlay.ts';
import { newObjectEffects, workloadChange } from '../objects/workload-change.ts';
import { isSame, plain } from '../patch/plain.ts';
import { pathText, valueAt } from '../patch/pointer.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import { lookAtRollout, type RolloutFacts } from '../workloads/template-change.ts';
import { isWorkload } from '../workloads/workload.ts';
import type { Edit, Right } from '../write.ts';

const params = z.strictObject({
  manifest: Manifest.describe('The object as it is to be. Fields that it does not name stay; null takes one away'),
});

const RIGHTS: readonly Right[] = [
  ['', 'configmaps'],
  ['', 'services'],
  ['apps', 'daemonsets'],
  ['apps', 'deployments'],
  ['apps', 'statefulsets'],
  ['autoscaling', 'horizontalpodautoscalers'],
  ['batch', 'cronjobs'],
  ['batch', 'jobs'],
  ['networking.k8s.io', 'ingresses'],
].flatMap(([group = '', resource = '']) =>
  (['get', 'create', 'patch'] as const).map((verb) => ({ group, resource, verb })),
);

interface Facts {
  readonly live: Read<KubeObject>;
  readonly rollout: RolloutFacts | null;
  /** What gives new pods their defaults. */
  readonly ranges: ListRead<ObjectOf<'LimitRange'>>;
}

export const manifestApply = defineAction<z.infer<typeof params>, Facts>({
  id: 'manifest.apply',
  title: 'Create an object from a manifest, or bring it in line with one',
  on: 'any',
  risk: 'R3',
  rights: [
    ...RIGHTS,
    { group: '', resource: 'limitranges', verb: 'list' },
    { group: '', resource: 'pods', verb: 'list' },
    { group: 'apps', resource: 'replicasets', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/object-management/',
  params,
  example: {
    manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web-config' }, data: { 'log.level': 'info' } },
  },
  look: async ({ target, params: { manifest }, reader }) => {
    const namespace = namespaceOf(target);
    const ranges = await reader.list('LimitRange', namespace);
    if (!isAppliable(manifest)) return { live: { state: 'missing' }, rollout: null, ranges };
    const live = await reader.getAny(manifestRef(manifest, namespace));
    const isRolledOut = live.state === 'found' && isWorkload(live.object);
    return { live, ranges, rollout: isRolledOut ? await lookAtRollout({ target: live.object, reader }) : null };
  },
  propose: ({ target, params: { manifest }, facts }) => {
    const namespace = namespaceOf(target);
    const what = refText(manifestRef(manifest, namespace));
    const named = manifest.metadata.namespace;
    const common = [
      refuseIf(!isAppliable(manifest), 'kind-not-allowed', `manifests of kind ${manifest.kind} are not applied`),
      refuseIf(
        namespace === null || (named !== undefined && named !== namespace),
        'other-namespace',
        `${manifest.kind} ${manifest.metadata.name} is not to be in namespace ${namespace ?? ''}, that of the target`,
      ),
      refuseIf(Object.hasOwn(manifest, 'status'), 'status-given', `the status of ${what} is its controller's`),
      refuseUnread(what, facts.live),
    ];
    const { live, rollout, ranges } = facts;
    if (live.state === 'found') return update(live.object, { manifest, namespace, rollout, common });
    const created = inNamespace(manifest, namespace);
    const forbidden = forbiddenWithin(manifest);
    const refusals = [
      ...common,
      neverSet(forbidden, what),
      refuseUnread(`LimitRanges of namespace ${namespace ?? ''}`, ranges),
      refuseIf(
        manifest.kind === 'DaemonSet',
        'new-daemonset',
        `${what} does not exist, and how many pods a new DaemonSet makes is not known beforehand`,
      ),
    ];
    return unlessRefused(refusals, () => ({
      summary: `create ${what}`,
      risk: 'R2',
      writes: [{ verb: 'create', manifest: created }],
      effects: newObjectEffects(created, listed(ranges)),
      wayBack: `delete ${what}, if nobody has changed it since`,
    }));
  },
  verify: (verifying) => verifyApplied(verifying),
});

interface Wanted {
  readonly manifest: ManifestParam;
  readonly namespace: string | null;
  readonly rollout: RolloutFacts | null;
  readonly common: readonly ReturnType<typeof refuseIf>[];
}

function update(live: KubeObject, { manifest, namespace, rollout, common }: Wanted): Proposal {
  const what = refText(manifestRef(manifest, namespace));
  const edits = editsTo(live, manifest);
  const texts = edits.map(({ path }) => pathText(path));
  const appliers = appliersOf(live, edits);
  const fixed = fixedPaths(live.kind, edits);
  const isFrozen = live.kind === 'ConfigMap' && configDataOf(live)?.immutable === true;
  const after = overlay(live, inNamespace(manifest, namespace)) as KubeObject;
  const change = workloadChange(live, after, rollout);
  const refusals = [
    ...common,
    neverSet(forbiddenIn(edits), what),
    refuseIf(edits.length === 0, 'nothing-changes', `${what} is as the manifest says`),
    refuseIf(
      appliers.length > 0,
      'applied-by-others',
      `${listText(appliers)} applies fields of ${what} that would change: ${listText(texts)}`,
      'change them where they come from',
    ),
    refuseIf(fixed.length > 0, 'immutable', `${listText(fixed)} of ${what} cannot be changed`),
    refuseIf(isFrozen, 'immutable', `${what} is immutable`),
    ...change.refusals,
  ];
  return unlessRefused(refusals, () => ({
    summary: `change ${listText(texts)} of ${what}`,
    risk: change.rollsOut ? 'R3' : 'R2',
    writes: [{ verb: 'patch', before: live, edits }],
    effects: change.effects,
    wayBack: `the same fields get the values that they have now${change.rollsOut ? ', in one more rollout' : ''}`,
  }));
}

function neverSet(field: string | undefined, what: string) {
  return refuseIf(field !== undefined, 'field-forbidden', `${field ?? ''} of ${what} is never set by an action`);
}

function editsTo(live: KubeObject, manifest: ManifestParam): readonly Edit[] {
  const { apiVersion: _version, ...rest } = manifest;
  return diffEdits(live, overlay(live, rest));
}

/** The namespace that the finding is about: a Namespace is its own. */
function namespaceOf({ kind, metadata }: KubeObject): string | null {
  return kind === 'Namespace' ? metadata.name : (metadata.namespace ?? null);
}

/** Whether the object is there as it was written, and its pods run. */
async function verifyApplied(verifying: Verifying<z.infer<typeof params>>): Promise<Progress> {
  const { written, reader, params: given, target } = verifying;
  const stored = written[0];
  const ref = manifestRef(given.manifest, namespaceOf(target));
  const live = await reader.getAny(ref);
  if (live.state === 'unreadable') {
    return { state: 'waiting', reason: `${refText(ref)} could not be read: ${live.reason}` };
  }
  if (live.state === 'missing' || live.object.metadata.uid !== stored?.metadata.uid) {
    return { state: 'failed', reason: `${refText(ref)} is gone` };
  }
  const { object } = live;
  // The server may write a value in another form: it is right as long as it stays as it was stored.
  const edits = editsTo(object, given.manifest).filter(
    ({ path }) => !isSame(valueAt(plain(object), path), valueAt(plain(stored), path)),
  );
  if (edits.length > 0) {
    const paths = listText(edits.map(({ path }) => pathText(path)));
    return {
      state: 'failed',
      reason: `${paths} of ${refText(ref)} holds another value: somebody changed it back`,
    };
  }
  if (isWorkload(object)) return rolloutProgress({ ...verifying, target: object });
  return { state: 'done', reason: `${refText(ref)} is as the manifest says` };
}
