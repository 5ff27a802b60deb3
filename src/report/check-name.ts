/** A check's id as one word in capitals, as names of rules and alerts are written: `ConfigMapMissing`. */
export function checkName(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
