import {
  EVENT_ALIAS,
  EVENT_DOCUMENT,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  EVENT_SEQUENCE,
  type Event,
  getScalarValue,
  parseEvents,
} from 'js-yaml';
import type { Path } from './problem.ts';

/** The line, from 1, of each field of each document of a YAML text. */
export interface Lines {
  /** The line of a path in a document, or of the nearest field above it that was written. */
  lineOf(document: number, path: Path): number;
}

interface Frame {
  readonly kind: 'document' | 'mapping' | 'sequence';
  readonly path: Path;
  key: string | null;
  index: number;
}

/** Finds the lines of a text that js-yaml has read. */
export function linesIn(text: string): Lines {
  const offsets = offsetsIn(text);
  return {
    lineOf(document, path) {
      for (let length = path.length; length >= 0; length--) {
        const offset = offsets.get(keyOf(document, path.slice(0, length)));
        if (offset !== undefined) return text.slice(0, offset).split('\n').length;
      }
      return 1;
    },
  };
}

function offsetsIn(text: string): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const stack: Frame[] = [];
  let document = -1;
  for (const event of parseEvents(text, {})) {
    if (event.type === EVENT_POP) {
      stack.pop();
      continue;
    }
    if (event.type === EVENT_DOCUMENT) {
      document++;
      stack.push({ kind: 'document', path: [], key: null, index: 0 });
      continue;
    }
    const frame = stack.at(-1);
    if (frame === undefined) continue;
    if (frame.kind === 'mapping' && frame.key === null) {
      // A key: its place is that of the field.
      frame.key = event.type === EVENT_SCALAR ? getScalarValue(text, event) : '';
      offsets.set(keyOf(document, [...frame.path, frame.key]), offsetOf(event));
      if (event.type === EVENT_SCALAR || event.type === EVENT_ALIAS) continue;
    }
    const path = pathOfNext(frame);
    if (frame.kind !== 'mapping') offsets.set(keyOf(document, path), offsetOf(event));
    if (event.type === EVENT_MAPPING) stack.push({ kind: 'mapping', path, key: null, index: 0 });
    if (event.type === EVENT_SEQUENCE) stack.push({ kind: 'sequence', path, key: null, index: 0 });
  }
  return offsets;
}

/** The path of a value within what holds it; the next one is the one after it. */
function pathOfNext(frame: Frame): Path {
  if (frame.kind === 'document') return [];
  if (frame.kind === 'sequence') return [...frame.path, frame.index++];
  const path = [...frame.path, frame.key ?? ''];
  frame.key = null;
  return path;
}

function offsetOf(event: Event): number {
  if ('valueStart' in event) return event.valueStart;
  if ('start' in event) return event.start;
  return 'anchorStart' in event ? event.anchorStart : 0;
}

function keyOf(document: number, path: Path): string {
  return JSON.stringify([document, ...path.map(String)]);
}
