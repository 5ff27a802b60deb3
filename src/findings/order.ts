import { compareText, firstDifference } from '../base/collate.ts';
import { compareRefs } from '../kube/object-ref.ts';
import type { Finding, Judged } from './finding.ts';
import { compareSeverity } from './severity.ts';

/** The order of a report: severity, namespace, kind, name, check, id. */
export function compareFindings(left: Finding, right: Finding): number {
  return firstDifference(
    compareSeverity(left.severity, right.severity),
    compareRefs(left.subject, right.subject),
    compareText(left.check, right.check),
    compareText(left.id, right.id),
  );
}

interface Said extends Judged {
  readonly message: string;
}

/** The order of symptoms and of causes: subject, check, message. */
export function compareSymptoms(left: Said, right: Said): number {
  return firstDifference(
    compareRefs(left.subject, right.subject),
    compareText(left.check, right.check),
    compareText(left.message, right.message),
  );
}
