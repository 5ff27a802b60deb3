import type { Taint, Toleration } from '../object.ts';

/**
 * True if the toleration tolerates the taint: an empty key or effect stands for all, `Exists` for all values, and
 * `Gt` and `Lt` compare whole numbers.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 * @see https://github.com/kubernetes/api/blob/v0.36.2/core/v1/toleration.go
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  const [own, value] = [toleration.value ?? '', taint.value ?? ''];
  switch (toleration.operator || 'Equal') {
    case 'Equal':
      return own === value;
    case 'Exists':
      return true;
    case 'Lt':
      return isInteger(own) && isInteger(value) && BigInt(value) < BigInt(own);
    case 'Gt':
      return isInteger(own) && isInteger(value) && BigInt(value) > BigInt(own);
    default:
      return false;
  }
}

/** The taints that keep a pod with these tolerations from being placed; `PreferNoSchedule` keeps none away. */
export function untolerated(taints: readonly Taint[], tolerations: readonly Toleration[]): readonly Taint[] {
  return taints.filter(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

/** A taint as `kubectl taint` takes it: `dedicated=gpu:NoSchedule`. */
export function taintText({ key, value, effect }: Taint): string {
  return `${key ?? ''}${value ? `=${value}` : ''}:${effect ?? ''}`;
}

function isInteger(text: string): boolean {
  return /^-?(0|[1-9][0-9]*)$/.test(text);
}
