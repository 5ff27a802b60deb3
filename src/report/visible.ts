/**
 * Makes text from a cluster harmless for a person's eyes: it stays on one line and can neither colour, move, hide nor
 * reverse what is shown. Object names are safe by the API's rules; messages, annotations and exit texts are not.
 *
 * Line breaks become `⏎`, other white space a space, and control and format characters are spelt out: `\x1b`, `\u202e`.
 * With `ascii`, everything outside ASCII is spelt out.
 * @see https://unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
export function visible(text: string, ascii = false): string {
  if (PLAIN.test(text)) return text;
  return text
    .trim()
    .replace(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, ascii ? '\\n' : '⏎')
    .replace(/[\t\p{Zs}]/gu, ' ')
    .replace(ascii ? /[^\x20-\x7e]/gu : HIDDEN, spelt);
}

/** What nearly all texts are: nothing to do. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/** Control, format and private characters, halves of characters, and no characters at all; the joiners are letters' own. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;

function spelt(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
