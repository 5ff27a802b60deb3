import type { Custom } from '../object.ts';
import { conditionsIn } from './conditions.ts';
import { valueAt } from './fields.ts';

/** Annotations that stop a controller, each with the value that does. */
const PAUSING: readonly (readonly [annotation: string, value: RegExp])[] = [
  ['cluster.x-k8s.io/paused', /^(?!false$)/],
  ['crossplane.io/paused', /^true$/],
  ['strimzi.io/pause-reconciliation', /^true$/],
  ['cnpg.io/hibernation', /^on$/],
  ['cnpg.io/reconciliationLoop', /^disabled$/],
];

/** True for an object that somebody has stopped on purpose: by a field, an annotation, or as its status says. */
export function isSuspended({ spec, status, metadata }: Custom): boolean {
  if (['suspend', 'suspended', 'paused', 'pause'].some((field) => valueAt(spec, field) === true)) return true;
  if (
    PAUSING.some(
      ([name, value]) => value.test(metadata.annotations?.[name] ?? '\0') && name in (metadata.annotations ?? {}),
    )
  )
    return true;
  return conditionsIn(status).some(
    ({ type, status: state }) =>
      state === 'True' && /^(Suspended|Paused|ReconciliationPaused|cnpg\.io\/hibernation)$/.test(type),
  );
}
