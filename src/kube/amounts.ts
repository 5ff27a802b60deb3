import { quantityText, quantityValue } from './quantities.ts';

/** Amounts of resources in the whole units that the scheduler counts in: millicores of cpu, bytes, pieces. */
export type Amounts = ReadonlyMap<string, number>;

type Quantities = { readonly [resource: string]: string | undefined };

/** Guards the rounding up against the error of a product like 0.057 * 1000. */
const TINY = 1e-6;

/** One quantity as an amount, rounded up as the scheduler does; 0 where it is none. */
export function amountOf(resource: string, quantity: string | undefined): number {
  const value = quantityValue(quantity) ?? 0;
  return Math.max(0, Math.ceil((resource === 'cpu' ? value * 1000 : value) - TINY));
}

/** All quantities of a list, such as `requests` or `allocatable`. */
export function amountsOf(quantities: Quantities | undefined): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const resource in quantities) amounts.set(resource, amountOf(resource, quantities[resource]));
  return amounts;
}

/** Adds amounts to a sum. */
export function addAmounts(sum: Map<string, number>, more: Amounts): void {
  for (const [resource, amount] of more) sum.set(resource, (sum.get(resource) ?? 0) + amount);
}

/** Raises each amount to the other's, where that is more. */
export function raiseAmounts(amounts: Map<string, number>, others: Amounts): void {
  for (const [resource, amount] of others) {
    if (amount > (amounts.get(resource) ?? Number.NEGATIVE_INFINITY)) amounts.set(resource, amount);
  }
}

/** An amount for people, never more than there is: `1.2` cores, `250m`, `3.99Gi`, `2` pieces. */
export function amountText(resource: string, amount: number): string {
  if (resource !== 'cpu') return quantityText(resource, floored(amount));
  return amount !== 0 && Math.abs(amount) < 1000 ? `${amount}m` : String(amount / 1000);
}

/** An amount with its resource: `1.2 cpu`, `8Gi memory`, `1 nvidia.com/gpu`. */
export function resourceText(resource: string, amount: number): string {
  return `${amountText(resource, amount)} ${resource}`;
}

/** Cut to what two decimals of its binary unit can say, so that "8Gi" is never said of a little less. */
function floored(amount: number): number {
  let unit = 1;
  while (Math.abs(amount) >= unit * 1024) unit *= 1024;
  return (Math.floor((amount / unit) * 100) / 100) * unit;
}
