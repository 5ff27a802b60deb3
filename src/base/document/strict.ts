import { z } from 'zod';
import { nearMisses } from '../near-miss.ts';

/** An object that has no other fields than these; an unknown one is refused with the one that may have been meant. */
export function strict<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  hintFor: Readonly<Record<string, string>> = {},
) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return issue.keys.map((key) => unknownField(key, Object.keys(shape), hintFor)).join('; ');
    },
  });
}

function unknownField(key: string, known: readonly string[], hintFor: Readonly<Record<string, string>>): string {
  const hint = Object.hasOwn(hintFor, key) ? hintFor[key] : undefined;
  if (hint !== undefined) return `${key}: ${hint}`;
  const near = nearMisses(key, known);
  return `unknown field "${key}": ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known are ${known.join(', ')}`}`;
}
