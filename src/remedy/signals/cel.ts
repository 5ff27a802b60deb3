import { celReader } from '../../base/cel.ts';

/** Reads an expression over `target` and `related`; the text of what is wrong with it otherwise. */
export const compileCel = celReader(['target', 'related']);
