import { z } from 'zod';
import { SEVERITIES } from '../../../findings/severity.ts';

/** Enough for any name, too little for a pattern that takes long to match. */
const MOST_STARS = 4;

/** A name of a step, a leaf or a channel. */
export const Id = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9_.]*[a-z0-9])?$/, 'is no id: lower-case letters, digits, - _ and .');

/** A name of Kubernetes, or a pattern of names with `*` and `?`. */
export const Glob = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[-A-Za-z0-9_.:/*?]+$/, 'is no name or pattern: only * and ? stand for other characters')
  .refine((text) => text.split('*').length - 1 <= MOST_STARS, `has more than ${MOST_STARS} stars`);

const SPELLED = SEVERITIES.flatMap((severity) => [severity, capitalized(severity)]);

/** `high` or `High`. */
export const SeverityName = z
  .enum(SPELLED)
  .transform((text) => SEVERITIES.find((severity) => severity === text.toLowerCase()) ?? 'critical');

/** What YAML makes of the words False and True without quotes. */
export const UnquotedFalse = z.literal(false).transform(() => 'False' as const);
export const UnquotedTrue = z.literal(true).transform(() => 'True' as const);

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
