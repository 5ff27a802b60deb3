import type { Part } from '../prompt/parts.ts';

/**
 * What a model is told with everything taken out that differs between two occurrences of one problem: names, times,
 * addresses, counts. `slots` are the values that an answer is stored without, in the order of their first appearance.
 *
 * A name that is an ordinary word, like `server`, stays in the text: an answer may mean the word, and is of use for an
 * object of the same name only.
 */
export interface Canonical {
  readonly text: string;
  readonly slots: readonly string[];
}

/** What changes by itself, whatever the objects are called. */
const VOLATILE = [
  String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)`,
  '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  String.raw`\d{1,3}(?:\.\d{1,3}){3}`,
  '[0-9a-f]{12,}',
  '3[0-9]{4}|[4-6][0-9]{4}',
  String.raw`\d+(?= (?:restarts?|times)\b)|(?<=restartCount = )\d+`,
  String.raw`(?<=after )\d+(?:ms|s|m|h)`,
];

/** A name, an image, a path, a host: whatever has a sign within it. */
const NAMELIKE = /(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[-._/:@]+[A-Za-z0-9]+)+/g;
const ORDINARY = /^[A-Za-z]+$/;

/** Takes the names, and what changes by itself, out of the values of a prompt; our own words stay. */
export function canonicalOf(prompt: readonly Part[], names: readonly string[]): Canonical {
  const found = pattern([...names.map(withSuffixes), ...VOLATILE]);
  const slots = new Map<string, string>();
  const slotOf = (value: string): string => {
    const slot = slots.get(value) ?? slotText(slots.size);
    slots.set(value, slot);
    return ORDINARY.test(value) ? value : slot;
  };
  const text = prompt.map((part) => ('own' in part ? part.own : part.data.replace(found, slotOf))).join('');
  // These are the same wherever the key is the same: they are slots only to keep them off the disk.
  for (const part of prompt) if ('data' in part) for (const [name] of part.data.matchAll(NAMELIKE)) slotOf(name);
  return { text, slots: [...slots.keys()] };
}

/** Puts slots in the place of their values, before an answer is stored. */
export function toSlots(text: string, slots: readonly string[]): string {
  if (slots.length === 0) return text;
  const numbers = new Map(slots.map((value, index) => [value, slotText(index)]));
  const values = [...slots].sort((left, right) => right.length - left.length);
  // A count is told from any other number by the word behind it.
  const sources = values.map((value) => (/^\d+$/.test(value) ? `${value}(?= (?:restarts?|times)\\b)` : escaped(value)));
  return text.replace(pattern(sources), (value) => numbers.get(value) ?? value);
}

/** Puts the values of another occurrence in the place of the slots. */
export function fromSlots(text: string, slots: readonly string[]): string {
  return text.replace(/⟦(\d+)⟧/g, (slot, index: string) => slots[Number(index)] ?? slot);
}

function slotText(index: number): string {
  return `⟦${index}⟧`;
}

/** A name, or what a controller makes of it: `web-6b4b96944f-f9ltk`, `web-0`. */
function withSuffixes(name: string): string {
  return `${escaped(name)}(?:-[a-z0-9]{1,10}){0,2}`;
}

/** The longest first, each only as a whole token. */
function pattern(sources: readonly string[]): RegExp {
  const longestFirst = [...sources].sort((left, right) => right.length - left.length);
  return new RegExp(`(?<![A-Za-z0-9_.-])(?:${longestFirst.join('|')})(?![A-Za-z0-9_-]|\\.[A-Za-z0-9])`, 'g');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
