import { stripVTControlCharacters } from 'node:util';
import { withoutSecrets } from '../../kube/sensitive.ts';

/** What a log shows at most: its end. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 65_536;
/** A longer line is a dump. */
const LONGEST_LINE = 1_000;

/** The last lines of a log, without colours and without what looks like a secret; oldest first, no empty ones. */
export function logLines(text: string): readonly string[] {
  const lines = withoutSecrets(stripVTControlCharacters(text.slice(-MOST_CHARACTERS)))
    .split(/\r?\n|\r/)
    .map((line) => line.replace(/(?!\t)\p{Cc}/gu, '').trimEnd());
  // What the cut left of a line is none.
  const whole = text.length > MOST_CHARACTERS ? lines.slice(1) : lines;
  return whole
    .filter((line) => line !== '')
    .slice(-MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE));
}
