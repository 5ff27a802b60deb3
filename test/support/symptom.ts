import type { Symptom } from '../../src/findings/finding.ts';

/** A symptom of which nobody asks why it was folded. */
export function symptom(parts: Omit<Symptom, 'because'>): Symptom {
  const { check, subject } = parts;
  return { ...parts, because: { rule: 'consequence', by: { check, subject } } };
}
