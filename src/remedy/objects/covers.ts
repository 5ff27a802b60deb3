/** True for plain JSON with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * True where all that is wanted is there: the API server may have added fields of its own to objects, never items to a
 * list. Undefined is there where nothing is.
 */
export function covers(wanted: unknown, actual: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return false;
    return wanted.every((item, index) => covers(item, actual[index]));
  }
  if (isRecord(wanted)) {
    // The server leaves out empty objects.
    if (actual === undefined) return Object.keys(wanted).length === 0;
    return isRecord(actual) && Object.entries(wanted).every(([name, value]) => covers(value, fieldOf(actual, name)));
  }
  return wanted === actual;
}

function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
