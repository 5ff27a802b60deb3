import { type Clock, clipped } from '../custom/conditions.ts';
import { listAt, textAt } from '../custom/fields.ts';
import { kindOf } from '../kinds.ts';
import type { Custom } from '../object.ts';
import type { ObjectRef } from '../object-ref.ts';
import { MINUTE_MS } from '../time.ts';
import type { Failure } from './flux.ts';

interface Seen {
  readonly path: string;
  readonly value: string;
}

/** Conditions of an Application that are errors: it cannot be compared or synced. Warnings are not among them. */
const ERROR = /^(ComparisonError|InvalidSpecError|SyncError|DeletionError|UnknownError)$/;

/** Why an Application is not synced; undefined where it is, and while a sync is under way. */
export function syncFailureOf(application: Custom, clock: Clock): Failure | undefined {
  const { status } = application;
  const error = listAt(status, 'conditions').find((condition) => ERROR.test(textAt(condition, 'type')));
  if (error !== undefined) {
    const since = textAt(error, 'lastTransitionTime') || null;
    if (since !== null && clock.age(since) < 5 * MINUTE_MS) return undefined;
    const [reason, says] = [textAt(error, 'type'), clipped(textAt(error, 'message'))];
    return {
      reason,
      says,
      revision: '',
      since,
      evidence: [{ path: `status.conditions[type=${reason}].message`, value: says }],
    };
  }
  const phase = textAt(status, 'operationState', 'phase');
  if (phase !== 'Failed' && phase !== 'Error') return undefined;
  // What failed once and is as Git wants it now has been mended since.
  if (textAt(status, 'sync', 'status') === 'Synced') return undefined;
  const says = clipped(textAt(status, 'operationState', 'message')) || phase;
  return {
    reason: phase,
    says,
    revision: '',
    since: textAt(status, 'operationState', 'finishedAt') || null,
    evidence: [
      { path: 'status.operationState.phase', value: phase },
      { path: 'status.operationState.message', value: says },
    ],
  };
}

/** What is not well of what an Application has applied. */
export interface Degradation {
  readonly health: string;
  readonly says: string;
  readonly refs: readonly ObjectRef[];
  readonly since: string | null;
  readonly evidence: readonly Seen[];
}

/** What Argo CD says of the health of an Application, where that is bad; progress and suspension are not. */
export function degradationOf({ status, metadata }: Custom, clock: Clock): Degradation | undefined {
  const health = textAt(status, 'health', 'status');
  if (health !== 'Degraded' && health !== 'Missing') return undefined;
  // What was never applied is missing by nature.
  if (health === 'Missing' && textAt(status, 'operationState', 'phase') === '') return undefined;
  const since = textAt(status, 'health', 'lastTransitionTime') || null;
  if (clock.age(since ?? metadata.creationTimestamp) < 5 * MINUTE_MS) return undefined;
  const refs = listAt(status, 'resources').flatMap((resource) => refIn(resource, health));
  return {
    health: health === 'Missing' ? 'objects are missing' : 'its health is degraded',
    says: clipped(textAt(status, 'health', 'message')),
    refs,
    since,
    evidence: [{ path: 'status.health.status', value: health }],
  };
}

function refIn(resource: unknown, health: string): readonly ObjectRef[] {
  if (textAt(resource, 'health', 'status') !== health) return [];
  const [group, version, kind] = [textAt(resource, 'group'), textAt(resource, 'version'), textAt(resource, 'kind')];
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const known = kindOf(apiVersion, kind);
  if (known === undefined && kind === '') return [];
  return [
    {
      apiVersion: known?.apiVersion ?? apiVersion,
      kind,
      namespace: textAt(resource, 'namespace') || null,
      name: textAt(resource, 'name'),
    },
  ];
}
