import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import type { Refusal } from '../action.ts';

/** The action is made for other kinds. */
export function wrongKind(target: KubeObject, ...kinds: readonly string[]): Refusal {
  return { id: 'kind-not-handled', reason: `${refText(refOf(target))} is no ${kinds.join(' and no ')}` };
}
