import type { z } from 'zod';
import type { Problem } from './problem.ts';

/** What a schema says against a document. An unknown field stands where the field is, not where its object begins. */
export function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issueText(issue) }];
  const messages = issue.message.split('; ');
  return issue.keys.map((key, index) => ({ path: [...issue.path, key], message: messages[index] ?? issue.message }));
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  if (issue.code === 'too_small' && issue.origin === 'array') return `needs ${String(issue.minimum)} at least`;
  if (issue.code === 'too_big' && issue.origin === 'array') return `has more than ${String(issue.maximum)}`;
  return issue.message.replace(/^Invalid (input|option): e/, 'e');
}
