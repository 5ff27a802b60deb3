import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7e]*$/;

/** The columns that a text takes in a terminal; colours take none. */
export function textWidth(text: string): number {
  // Nearly all text, and the library is thorough: it took a tenth of a run.
  return PLAIN.test(text) ? text.length : stringWidth(text);
}
