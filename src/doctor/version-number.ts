/** The first two or three numbers of a version, as numbers; null for what has none: `v2.40.3-desktop.1`, `1.34`. */
export function versionNumbers(text: string): readonly [number, number, number] | null {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** True where a version is lower than another. */
export function isOlder(version: readonly number[], than: readonly number[]): boolean {
  for (const [at, least] of than.entries()) {
    const part = version[at] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
