import { z } from 'zod';

const Entry = z.strictObject({
  description: z.string().min(1),
  check_name: z.string().min(1),
  fingerprint: z.string().min(1),
  severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
  location: z.strictObject({
    // Relative to the repository's root, and not beginning with `./`.
    path: z.string().regex(/^(?!\.{0,2}\/)[^\s]+$/),
    lines: z.strictObject({ begin: z.int().min(1) }),
  }),
});

/**
 * What GitLab's documentation asks of a Code Quality report: one array of entries, each fingerprint once.
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const CodeQuality = z
  .array(Entry)
  .refine((entries) => new Set(entries.map(({ fingerprint }) => fingerprint)).size === entries.length);
