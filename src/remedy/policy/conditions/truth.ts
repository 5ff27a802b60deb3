/** Three-valued: what is unknown is neither true nor false, and never triggers. */
export type Truth = 'true' | 'false' | 'unknown';

/** True if all are; false if one is. Of none: true. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false';
  return truths.includes('unknown') ? 'unknown' : 'true';
}

/** True if one is; false if all are. Of none: false. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true';
  return truths.includes('unknown') ? 'unknown' : 'false';
}

export function not(truth: Truth): Truth {
  if (truth === 'unknown') return 'unknown';
  return truth === 'true' ? 'false' : 'true';
}

export function truthOf(holds: boolean): Truth {
  return holds ? 'true' : 'false';
}
