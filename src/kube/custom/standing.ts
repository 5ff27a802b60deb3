import type { Condition } from '../conditions.ts';
import { groupOf } from '../kinds.ts';
import type { Custom } from '../object.ts';
import { DAY_MS, MINUTE_MS } from '../time.ts';
import { type Clock, conditionsIn, isCurrent, standingMs } from './conditions.ts';
import { listAt, textAt } from './fields.ts';
import { isBadPhase, polarityOf } from './polarity.ts';
import { isSuspended } from './suspended.ts';

/** What a controller says against an object of its own. */
export type Complaint =
  | { readonly by: 'condition'; readonly condition: Condition }
  | { readonly by: 'phase'; readonly phase: string };

const PATIENCE_MS = 5 * MINUTE_MS;

/** Work in progress may take long: a database is restored, a machine is booted. */
const LONG_PATIENCE_MS = 30 * MINUTE_MS;
const AT_WORK =
  /Creat|Provision|Progress|Pending|Initiali|Install|Deploy|Start|Boot|Wait|Reconcil(ing|e$)|Updat|Upgrad|Scaling|Rolling|Import|Restor|Clon|Bootstrap|Setting|Setup|Join|Unknown/i;
const WENT_WRONG = /Fail|Error|Invalid|Denied|Forbidden|Timeout|TimedOut|Exceeded|Missing|NotFound|Unauthori|Refused/i;

/** What is so because somebody wants it so, or because it is over. */
const INTENDED =
  /Suspend|Paused?$|Disabled|Complet|Succe|Finish|Stopp|Halted|ScaledToZero|NoTraffic|Inactive|Hibernat|Deleting|Terminating|Draining/i;

/** Sums up the others: where one of those is bad as well, that one tells more. */
const SUMMARIES = new Set(['Ready', 'Available', 'Healthy', 'NotReady']);

/** What stands against a custom resource; undefined for one that is well, at work, suspended or going. */
export function complaintAbout(object: Custom, clock: Clock): Complaint | undefined {
  if (object.metadata.deletionTimestamp !== undefined || isSuspended(object)) return undefined;
  const group = groupOf(object.apiVersion);
  const bad = conditionsIn(object.status).filter((condition) => isBad(condition, object, group, clock));
  const condition = bad.find(({ type }) => !SUMMARIES.has(type)) ?? bad[0];
  if (condition !== undefined) return { by: 'condition', condition };
  const phase = textAt(object.status, 'phase');
  const isOld = clock.age(object.metadata.creationTimestamp) >= PATIENCE_MS;
  return isOld && isBadPhase(group, object.kind, phase) ? { by: 'phase', phase } : undefined;
}

function isBad(condition: Condition, object: Custom, group: string, clock: Clock): boolean {
  const { type, status, reason } = condition;
  const polarity = polarityOf(group, object.kind, type);
  if (!(polarity === 'good' && status === 'False') && !(polarity === 'bad' && status === 'True')) return false;
  if (INTENDED.test(reason) && !WENT_WRONG.test(reason)) return false;
  if (!isCurrent(condition, object) || severityOf(object, type) === 'Info') return false;
  const ageMs = standingMs(condition, object, clock);
  // What failed for good long ago is a record.
  if (type === 'Failed' && ageMs > DAY_MS) return false;
  return ageMs >= (AT_WORK.test(reason) && !WENT_WRONG.test(reason) ? LONG_PATIENCE_MS : PATIENCE_MS);
}

/** Cluster API and Knative say how much a condition matters: `Info` is no news. */
function severityOf(object: Custom, type: string): string {
  return textAt(
    listAt(object.status, 'conditions').find((raw) => textAt(raw, 'type') === type),
    'severity',
  );
}
