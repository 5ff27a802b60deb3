/**
 * The day on which each minor version of Kubernetes gets its last fixes, as published by the project. As of 2026-10.
 *
 * Versions that are not here yet are supported as far as anybody knows.
 * @see https://kubernetes.io/releases/patch-releases/
 */
const END_OF_LIFE: Readonly<Record<number, string>> = {
  19: '2021-10-28',
  20: '2022-02-28',
  21: '2022-06-28',
  22: '2022-12-08',
  23: '2023-02-28',
  24: '2023-07-28',
  25: '2023-10-28',
  26: '2024-02-28',
  27: '2024-07-16',
  28: '2024-10-22',
  29: '2025-02-28',
  30: '2025-07-15',
  31: '2025-11-11',
  32: '2026-02-28',
  33: '2026-06-28',
  34: '2026-10-27',
  35: '2027-02-28',
  36: '2027-06-28',
};

/** The last day of support of a minor version; undefined where it is not known. */
export function endOfLifeOf(minor: number): string | undefined {
  return END_OF_LIFE[minor] ?? (minor < 19 ? END_OF_LIFE[19] : undefined);
}
