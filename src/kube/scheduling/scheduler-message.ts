/** What kind of obstacle a clause of the scheduler's message speaks of. */
export type ClauseKind =
  | 'resource'
  | 'taint'
  | 'cordoned'
  | 'selector'
  | 'ports'
  | 'affinity'
  | 'anti-affinity'
  | 'spread'
  | 'volume'
  | 'volume-node'
  | 'volume-limit'
  | 'claim-missing'
  | 'claims-unbound'
  | 'other';

/** One reason of the scheduler's message: `2 Insufficient cpu`. */
export interface Clause {
  readonly kind: ClauseKind;
  /** How many nodes it keeps away; null where it is about the pod as a whole. */
  readonly nodes: number | null;
  readonly text: string;
  /** What the text names: a resource, a taint as `key=value`, a claim. */
  readonly name: string | null;
}

/** The message of a pod's PodScheduled condition, taken apart. */
export interface SchedulerMessage {
  /** How many nodes the scheduler looked at; null where it did not come so far. */
  readonly total: number | null;
  readonly clauses: readonly Clause[];
  /** True where removing other pods would help on no node: the pod itself asks for too much. */
  readonly hopeless: boolean;
}

const HEAD = /^0\/(\d+) nodes are available: /;

/**
 * The reasons of the scheduler's plugins, 1.18 to 1.36; the group, where there is one, is the name.
 * @see https://github.com/kubernetes/kubernetes/tree/v1.34.4/pkg/scheduler/framework/plugins
 */
const REASONS: readonly (readonly [RegExp, ClauseKind])[] = [
  [/^Insufficient (\S+)$/, 'resource'],
  [/^Too many (pods)$/, 'resource'],
  [/^node\(s\) had (?:untolerated )?taint(?:.*\{(.+)\})?/, 'taint'],
  [/^node\(s\) were unschedulable$/, 'cordoned'],
  [/^node\(s\) didn't match (?:Pod's node affinity|node selector|the requested (?:node name|hostname))/, 'selector'],
  [/^node\(s\) didn't satisfy plugin\(s\) \[NodeAffinity\]|^pod affinity terms conflict/, 'selector'],
  [/^node\(s\) didn't match pod affinity rules/, 'affinity'],
  [/anti-affinity rules$/, 'anti-affinity'],
  [/^node\(s\) didn't match pod topology spread constraints/, 'spread'],
  [/^node\(s\) didn't have free ports/, 'ports'],
  [/^persistentvolumeclaim "(.+?)" not found/, 'claim-missing'],
  [/^persistentvolumeclaim "(.+?)" (?:is being deleted|bound to non-existent)/, 'claims-unbound'],
  [/^waiting for ephemeral volume controller to create the persistentvolumeclaim "(.+?)"/, 'claims-unbound'],
  [/unbound immediate PersistentVolumeClaims|bound to non-existent pv/, 'claims-unbound'],
  [/^node\(s\) didn't find available persistent volumes to bind|did not have enough free storage$/, 'claims-unbound'],
  [/plugin "VolumeBinding": binding volumes/, 'claims-unbound'],
  [
    /volume node affinity conflict|didn't match PersistentVolume's node affinity|no available volume zone/,
    'volume-node',
  ],
  [/exceed max volume count/, 'volume-limit'],
  [/volume|PersistentVolume|no available disk/, 'volume'],
];

/**
 * Takes the message apart: `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable. preemption: ...`.
 * What follows the reasons only tells whether preemption would help.
 */
export function parseSchedulerMessage(text: string): SchedulerMessage {
  if (text.startsWith('no nodes available')) return { total: 0, clauses: [], hopeless: false };
  const head = HEAD.exec(text);
  const body = head === null ? text : text.slice(head[0].length);
  const total = head?.[1] === undefined ? null : Number(head[1]);
  const end = body.search(/\.(\s|$)/);
  const reasons = end < 0 ? body : body.slice(0, end);
  const unhelpful = /(\d+) Preemption is not helpful for scheduling/.exec(body)?.[1];
  return {
    total,
    clauses: reasons.split(/, (?=\d+ )/).map(toClause),
    hopeless: total !== null && total > 0 && Number(unhelpful ?? 0) === total,
  };
}

function toClause(reason: string): Clause {
  const [, count, rest] = /^(\d+) (.*)$/s.exec(reason) ?? [];
  const text = rest ?? reason;
  for (const [pattern, kind] of REASONS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    return { kind, nodes: count === undefined ? null : Number(count), text, name: nameIn(match[1], kind) };
  }
  return { kind: 'other', nodes: count === undefined ? null : Number(count), text, name: null };
}

/** `{key: value}` as the scheduler prints a taint is `key=value` everywhere else. */
function nameIn(name: string | undefined, kind: ClauseKind): string | null {
  if (name === undefined) return null;
  return kind === 'taint' ? name.replace(/: ?/, '=').replace(/=$/, '') : name;
}
