/** Longer lines are cut: what a small model has read at the end of a long line is not what stood at its beginning. */
export const LONGEST_LINE = 400;

/**
 * Text of the cluster as it may enter a prompt: one line, nothing in it that a terminal or a reader does not see, no
 * fence of ours, and not too long. The middle goes first, as errors begin with who failed and end with why.
 */
export function cleanLine(text: string, longest: number = LONGEST_LINE): string {
  const line = text
    .toWellFormed()
    .replace(ESCAPES, '')
    .replace(/\p{White_Space}/gu, ' ')
    .replace(UNSEEN, '')
    .replace(/<{2,}|>{2,}/g, '')
    .replace(/ +/g, ' ')
    .trim();
  if (line.length <= longest) return line;
  const half = Math.floor((longest - 5) / 2);
  return `${line.slice(0, half)} ... ${line.slice(-half)}`.toWellFormed();
}

/** Sequences that colour or move on a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it takes out
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** Control, format, private and unassigned characters, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;
