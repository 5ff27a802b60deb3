/** A string of a request body; a key of JSON is the protocol's own word more often than not. */
interface BodyString {
  readonly text: string;
  readonly isKey: boolean;
}

/**
 * The strings of a body as a reader of it sees them: JSON is read, and JSON inside of its strings too. A body that is
 * not JSON is taken line by line, as a prompt may have JSON below text.
 */
export function stringsIn(body: string): readonly BodyString[] {
  const value = parsed(body);
  if (value !== undefined) return [...walk(value, 0)];
  return body.split('\n').flatMap((line) => {
    const read = parsed(line);
    return read === undefined ? [{ text: line, isKey: false }] : [...walk(read, 0)];
  });
}

const DEEPEST = 40;

function* walk(value: unknown, depth: number): Iterable<BodyString> {
  if (typeof value === 'string') {
    const inner = depth < DEEPEST ? parsed(value) : undefined;
    if (inner === undefined) yield { text: value, isKey: false };
    else yield* walk(inner, depth + 1);
  } else if (Array.isArray(value)) {
    for (const one of value) yield* walk(one, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      yield { text: key, isKey: true };
      yield* walk(one, depth + 1);
    }
  }
}

/** The JSON in a text; undefined where it is none, or a bare number or word. */
function parsed(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
