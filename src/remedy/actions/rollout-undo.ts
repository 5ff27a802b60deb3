import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { configReferencesOf } from '../../kube/config/references.ts';
import type { Pod } from '../../kube/object.ts';
import { refTo } from '../../kube/object-ref.ts';
import { defineAction, type Proposal, type Refusal, refused } from '../action.ts';
import type { ListRead, Reader } from '../live/reader.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { isCurrent, isSameInside, isSeenHealthy, type Revision, revisionsOf } from '../workloads/revisions.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import {
  lookAtRollout,
  proposeTemplateChange,
  ROLLOUT_PARAMS,
  type RolloutFacts,
} from '../workloads/template-change.ts';
import {
  ROLLOUT_RIGHTS,
  right,
  type Template,
  textOf,
  unreadable,
  WORKLOAD_KINDS,
  type Workload,
  workloadOf,
} from '../workloads/workload.ts';

const params = z.strictObject({
  toRevision: z
    .union([z.enum(['previous', 'lastHealthy']), z.int().positive()])
    .optional()
    .describe(
      'previous: the newest earlier revision; lastHealthy: the newest earlier one that has a ready pod; or the number ' +
        'of a revision, as `kubectl rollout history` shows it; previous if absent',
    ),
  requireHealthyHistory: z
    .boolean()
    .optional()
    .describe(
      'only go back to a revision that has a ready pod now: nothing else proves that it ever worked; true if absent',
    ),
  ...ROLLOUT_PARAMS,
});
type Params = z.infer<typeof params>;

interface Facts extends RolloutFacts {
  readonly revisions: ListRead<Revision>;
  /** What the chosen revision needs and does not find; a note on what was not looked up. */
  readonly missing: readonly Refusal[];
  readonly secrets: readonly string[];
}

export const rolloutUndo = defineAction({
  id: 'rollout.undo',
  title: 'Go back to an earlier revision',
  on: WORKLOAD_KINDS,
  risk: 'R3',
  rights: [...ROLLOUT_RIGHTS, right('', 'configmaps', 'get')],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-back-a-deployment',
  params,
  example: { toRevision: 'lastHealthy' },
  look: async ({ target, params, reader }) => {
    const workload = workloadOf(target);
    const facts = { ...(await lookAtRollout({ target, reader })), revisions: await revisionsOf(workload, reader) };
    const chosen = choose(workload, params, facts);
    const template = 'template' in chosen ? chosen.template : {};
    return { ...facts, ...(await lookAtReferences(template, target.metadata.namespace ?? '', reader)) };
  },
  propose: ({ target, params, facts }) => {
    const workload = workloadOf(target);
    const chosen = choose(workload, params, facts);
    return 'template' in chosen ? proposeUndo(workload, chosen, params, facts) : refused(chosen);
  },
  verify: rolloutProgress,
});

function proposeUndo(workload: Workload, chosen: Revision, params: Params, facts: Facts): Proposal {
  const { revisions, missing, secrets } = facts;
  const now =
    revisions.state === 'listed' ? revisions.objects.find((one) => isCurrent(workload, one))?.number : undefined;
  const from = now === undefined ? 'its present template' : `revision ${now}`;
  return proposeTemplateChange({
    workload,
    facts,
    edits: [{ path: ['spec', 'template'], value: chosen.template }],
    after: chosen.template.spec ?? {},
    staying: chosen.made,
    deleteStuckPods: params.deleteStuckPods === true,
    refusals: missing,
    summary: `take ${textOf(workload)} back from ${from} to revision ${chosen.number}`,
    wayBack: 'Its present template is put back, which replaces the pods once more',
    notes: [
      ...(secrets.length === 0
        ? []
        : [`whether Secret ${listText(secrets)} still exists was not looked up: Secrets are not read`]),
      'only the template changes: replicas, strategy and annotations of the workload stay as they are',
    ],
  });
}

/** The revision that is meant, or why there is none. Without its controller's history nothing can be said. */
function choose(
  workload: Workload,
  { toRevision = 'previous', requireHealthyHistory = true }: Params,
  { revisions, pods }: Pick<Facts, 'revisions' | 'pods'>,
): Revision | Refusal {
  if (revisions.state === 'unreadable') return unreadable('Revisions', revisions.reason);
  if (pods.state === 'unreadable') return unreadable('Pods', pods.reason);
  const name = textOf(workload);
  const earlier = revisions.objects.filter((revision) => !isCurrent(workload, revision));
  if (typeof toRevision === 'number') {
    const found = revisions.objects.find(({ number }) => number === toRevision);
    if (found === undefined)
      return { id: 'revision-missing', reason: `${name} has no revision ${toRevision}`, hint: history(earlier) };
    if (isCurrent(workload, found))
      return { id: 'same-template', reason: `revision ${toRevision} is what ${name} has now` };
    return healthy(found, pods.objects, requireHealthyHistory, name);
  }
  const [newest] = earlier;
  if (newest === undefined) return noHistory(workload);
  const chosen = toRevision === 'previous' ? newest : earlier.find((revision) => isSeenHealthy(revision, pods.objects));
  if (chosen === undefined) {
    const reason = `no earlier revision of ${name} has a ready pod now, and nothing else tells which of them was healthy`;
    return { id: 'no-healthy-revision', reason, hint: history(earlier) };
  }
  if (isSameInside(workload, chosen)) {
    const reason =
      `revision ${chosen.number} of ${name} differs only in when its pods were made anew: what broke is outside the ` +
      'template, perhaps in a ConfigMap that it reads';
    return { id: 'same-inside', reason, hint: history(earlier) };
  }
  return toRevision === 'previous' ? healthy(chosen, pods.objects, requireHealthyHistory, name) : chosen;
}

function healthy(revision: Revision, pods: readonly Pod[], required: boolean, name: string): Revision | Refusal {
  if (!required || isSeenHealthy(revision, pods)) return revision;
  return {
    id: 'health-unknown',
    reason: `revision ${revision.number} of ${name} has no ready pod now, so nobody can say that it ever worked`,
    hint: `go back to it all the same: ${paramFlag('requireHealthyHistory', false)}`,
  };
}

function noHistory(workload: Workload): Refusal {
  const keeps = workload.spec?.revisionHistoryLimit === 0 ? ', because its revisionHistoryLimit is 0' : '';
  return { id: 'no-history', reason: `${textOf(workload)} has no earlier revision${keeps}` };
}

function history(earlier: readonly Revision[]): string {
  const [newest, ...older] = earlier.map(({ number }) => number);
  if (newest === undefined) return 'it has no earlier revision';
  const others = older.length === 0 ? '' : `, or ${listText(older.map(String), 9)}`;
  return `say which: ${paramFlag('toRevision', newest)}${others}`;
}

const configMap = z.looseObject({
  data: z.record(z.string(), z.unknown()).optional(),
  binaryData: z.record(z.string(), z.unknown()).optional(),
});

/** Whether the ConfigMaps that a template needs are there, with their keys. */
async function lookAtReferences(
  template: Template,
  namespace: string,
  reader: Reader,
): Promise<Pick<Facts, 'missing' | 'secrets'>> {
  const needed = configReferencesOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: '' },
    ...(template.spec === undefined ? {} : { spec: template.spec }),
  }).filter(({ optional }) => !optional);
  const missing = new Map<string, Refusal>();
  for (const { kind, name, key } of needed) {
    if (kind === 'Secret') continue;
    const lacks = await lackOf(name, key, namespace, reader);
    if (lacks !== undefined) missing.set(lacks.reason, lacks);
  }
  const secrets = needed.flatMap(({ kind, name }) => (kind === 'Secret' ? [name] : []));
  return { missing: [...missing.values()], secrets: [...new Set(secrets)] };
}

async function lackOf(
  name: string,
  key: string | null,
  namespace: string,
  reader: Reader,
): Promise<Refusal | undefined> {
  const read = await reader.getAny(refTo('ConfigMap', namespace, name));
  if (read.state === 'unreadable') return unreadable(`ConfigMap ${namespace}/${name}`, read.reason);
  if (read.state === 'missing') {
    return { id: 'reference-missing', reason: `that revision needs ConfigMap ${namespace}/${name}, which is gone` };
  }
  const { data = {}, binaryData = {} } = configMap.parse(read.object);
  if (key === null || Object.hasOwn(data, key) || Object.hasOwn(binaryData, key)) return undefined;
  return {
    id: 'reference-missing',
    reason: `that revision needs key ${key} of ConfigMap ${namespace}/${name}, which is gone`,
  };
}
