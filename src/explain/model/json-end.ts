/**
 * Watches a text that grows, and says where its first JSON object is closed; null until then, and for ever
 * where the text does not begin with one.
 *
 * A constrained model may write blanks after its JSON until its tokens are used up.
 */
export function createJsonEnd(): (text: string) => number | null {
  let at = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let end: number | null = null;
  return (text) => {
    for (; end === null && at < text.length; at++) {
      const letter = text[at];
      if (escaped) escaped = false;
      else if (inString && letter === '\\') escaped = true;
      else if (letter === '"') inString = !inString;
      else if (!inString && (letter === '{' || letter === '[')) depth++;
      else if (!inString && (letter === '}' || letter === ']') && --depth === 0) end = at + 1;
      else if (depth === 0 && !/\s/.test(letter ?? '')) return null;
    }
    return end;
  };
}
