const BINARY: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const DECIMAL: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};

/**
 * The value of a quantity in its base unit (cores, bytes, pieces); undefined where it is not one.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityValue(quantity: string | number | undefined): number | undefined {
  if (quantity === undefined) return undefined;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/.exec(String(quantity).trim());
  if (match === null) return undefined;
  const [, number = '', exponent = '', suffix = ''] = match;
  const factor = BINARY[suffix] ?? DECIMAL[suffix];
  return factor === undefined ? undefined : Number(`${number}${exponent}`) * factor;
}

/** A quantity of a resource for people: `250m` or `1.5` cores, `1.5Gi` bytes, a plain number for anything else. */
export function quantityText(resource: string, value: number): string {
  if (/(^|\.)cpu$/.test(resource)) return value < 1 ? `${Math.round(value * 1000)}m` : trimmed(value);
  if (/memory|storage|hugepages/.test(resource)) {
    for (const suffix of ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki']) {
      const factor = BINARY[suffix] ?? 1;
      if (Math.abs(value) >= factor) return `${trimmed(value / factor)}${suffix}`;
    }
  }
  return trimmed(value);
}

function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
