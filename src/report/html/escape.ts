import { shortened } from '../value-text.ts';
import { visible } from '../visible.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of the cluster for HTML, between tags or between quotes: harmless for the parser, and for the reader's eyes. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The same, apart from the direction of the text around it, and without its middle where it is very long. */
export function isolated(text: string, longest = 1_000): string {
  return `<bdi>${escaped(shortened(visible(text), longest))}</bdi>`;
}
