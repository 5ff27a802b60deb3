/** Longer lines are cut: what a small model has read at the end of a long line is not what stood at its beginning. */
export const LONGEST_LINE = 400;

const GAP = ' ... ';

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
  return line.length <= longest ? line : shortened(line, longest);
}

/** Sequences that colour or move on a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it takes out
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** Control, format, private and unassigned characters, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;

/** What is never cut through: half a name is another name. Scripts that set no spaces are cut between any two characters. */
const PIECES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}] ?|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+ ?/gu;

/** The beginning and the end of a line, each of whole pieces; a piece that is longer than half of the room goes. */
function shortened(line: string, longest: number): string {
  const half = Math.floor((longest - GAP.length) / 2);
  const pieces = line.match(PIECES) ?? [];
  const start = fitting(pieces, half).join('').trimEnd();
  const end = fitting(pieces.toReversed(), half).toReversed().join('').trimEnd();
  return `${start}${GAP}${end}`.trim();
}

/** The first pieces that there is room for. */
function fitting(pieces: readonly string[], room: number): readonly string[] {
  let left = room;
  const cut = pieces.findIndex((piece) => {
    left -= piece.length;
    return left < 0;
  });
  return cut < 0 ? pieces : pieces.slice(0, cut);
}
