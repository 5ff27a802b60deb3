/**
 * The version of the rules by which a model's sentences are kept or dropped. It stands in the keys of the cache: raise
 * it with every change here or in how evidence is marked, so that no answer is shown by older rules.
 */
export const VERIFY_VERSION = 2;
