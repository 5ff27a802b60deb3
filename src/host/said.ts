const LONGEST = 160;

/** What a program said, as one line for a message: the first that says something. */
export function firstLine(text: string): string {
  const line = text
    .split('\n')
    .map((part) => part.trim())
    .find((part) => part !== '');
  if (line === undefined) return '';
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}
