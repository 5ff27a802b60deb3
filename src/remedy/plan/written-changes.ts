import type { KubeObject } from '../../kube/object.ts';
import { changesBetween } from '../patch/changes.ts';
import { plain } from '../patch/plain.ts';
import type { PlannedWrite } from './plan.ts';

/** What a write changes in an object, or changed, in the form in which a plan and a backup keep it. */
export function writtenChanges(before: KubeObject, after: KubeObject): PlannedWrite['changes'] {
  return changesBetween(plain(before) ?? null, plain(after) ?? null).map((change) => ({
    ...change,
    path: [...change.path],
  }));
}
