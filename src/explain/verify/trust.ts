import type { EvidenceLine } from '../evidence/evidence-line.ts';
import { isInstruction } from './instruction.ts';

/** Fields whose value is a text that somebody else wrote. */
const FREE_FIELD = /\.message\b|\bmessage\s*[=:]|\bannotations\b|\bdescription\b|\.(?:command|args)\b/iu;

/** What a quotation in a statement is: no name has a space. */
const QUOTATION = /"([^"]*\s[^"]*)"/gu;

/** What the kubelet and the runtimes write the same everywhere: a status, an address inside the cluster, a quantity. */
const TECHNICAL =
  /\bstatuscode: [1-5]\d\d\b|(?<![\w.])(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?::\d{1,5})?(?![\w.]*\w)|(?<![\w.])\d{1,6}(?:[KMG]i|m)(?![\w.])/gu;

function technicalIn(part: string): string {
  return (part.match(TECHNICAL) ?? []).join(' ; ');
}

/** True for a line that anybody in the cluster can write. */
export function isFreeLine({ origin, text }: EvidenceLine): boolean {
  return origin === 'event' || origin === 'log' || (origin === 'field' && FREE_FIELD.test(text));
}

/** What of a line somebody else wrote. */
export function foreignOf(line: EvidenceLine): readonly string[] {
  if (isFreeLine(line)) return [line.text];
  const quoted = line.origin === 'statement' ? [...line.text.matchAll(QUOTATION)].map(([, inner = '']) => inner) : [];
  return [...(line.foreign ?? []), ...quoted];
}

/**
 * What of a line is ours: names and numbers in it are facts. A statement that carries somebody's instruction counts only
 * up to where it quotes, and a field not at all.
 */
export function ownOf(line: EvidenceLine): string {
  const own = foreignOf(line).reduce((text, part) => text.replace(part, ` ; ${technicalIn(part)} ; `), line.text);
  if (!isInstruction(own)) return own;
  return line.origin === 'statement' ? (/^[^":{]*/u.exec(own)?.[0] ?? '') : '';
}
