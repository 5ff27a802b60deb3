import { kubectl } from '../../kube/kubectl.ts';

/**
 * Takes a command apart into words as a POSIX shell does, without expanding anything: `-l 'app in (a)'` is two words.
 *
 * Returns undefined where a quotation is not closed.
 */
export function shellWords(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = command.trim();
  while (rest !== '') {
    const raw = WORD.exec(rest)?.[0];
    if (raw === undefined) return undefined;
    words.push(raw.replace(QUOTATION, unquoted));
    rest = rest.slice(raw.length);
    if (rest !== '' && !/^\s/.test(rest)) return undefined;
    rest = rest.trimStart();
  }
  return words;
}

/** The commands of a pipeline, cut at the bars that are not quoted; code without one is the only element. */
export function pipelineOf(code: string): readonly string[] {
  return (code.match(COMMAND) ?? [code]).map((command) => command.trim());
}

/** Writes words as a command that can be pasted: the opposite of `shellWords`. */
export function shellCommand(words: readonly string[]): string {
  // kubectl() quotes each of its words, whichever program they are for.
  return kubectl(...words).slice('kubectl '.length);
}

const WORD = /^(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/;

/** Up to the next bar; a quotation mark that is not closed is a letter. */
const COMMAND = /(?:'[^']*'|"[^"]*"|\\.|\|\||[^|])+/g;

const QUOTATION = /'([^']*)'|"([^"]*)"|\\(.)/g;

function unquoted(_all: string, single?: string, double?: string, escaped?: string): string {
  return single ?? double ?? escaped ?? '';
}
