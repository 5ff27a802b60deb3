import type { Prose } from '../../checks/prose.generated.ts';
import type { Finding } from '../../findings/finding.ts';
import { kindOf } from '../../kube/kinds.ts';
import { describe } from '../../kube/kubectl.ts';
import type { Knowledge } from '../explanation.ts';
import { fillSpan } from './fill-span.ts';
import { isName, judgedOf } from './names.ts';
import { codeOf, paragraphsOf, partsOf, sentencesOf } from './sentences.ts';

/**
 * The built-in text about a finding: the prose of its check with the finding's own names in the place of placeholders.
 *
 * A sentence for which the finding lacks a name is left out, so every command that is left can be pasted. The same
 * finding gives the same text.
 */
export function knowledgeOf(finding: Finding, prose: Prose): Knowledge {
  const look = fillSection(prose.look, finding);
  const hasCommand = partsOf(look).some((part) => codeOf(part)?.startsWith('kubectl '));
  return {
    means: fillSection(prose.means, finding) || `${harmless(finding.message)}.`,
    look: hasCommand ? look : [look, lookSentence(finding)].filter((text) => text !== '').join(' '),
    repair: fillSection(prose.repair, finding) || (fixSentence(finding) ?? ''),
    fine: fillSection(prose.fine, finding),
  };
}

/** Fills a section; empty where no sentence could be filled. */
function fillSection(section: string, finding: Finding): string {
  return paragraphsOf(section)
    .map((paragraph) =>
      sentencesOf(paragraph)
        .flatMap((sentence) => fillSentence(sentence, finding) ?? [])
        .join(' '),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function fillSentence(sentence: string, finding: Finding): string | undefined {
  const filled = partsOf(sentence).map((part) => {
    const code = codeOf(part);
    if (code === undefined) return part;
    const text = fillSpan(code, finding);
    return text === undefined ? undefined : `\`${text}\``;
  });
  return filled.every((part) => part !== undefined) ? filled.join('') : undefined;
}

/** How to look at the judged object, for prose none of whose commands could be filled. */
function lookSentence(finding: Finding): string {
  const judged = judgedOf(finding);
  if (kindOf(judged.apiVersion, judged.kind) === undefined || !isName(judged.name)) return fixSentence(finding) ?? '';
  return `\`${describe(judged)}\` shows its state and events.`;
}

/** The finding's first fix that has nothing left to fill in. */
function fixSentence({ fixes }: Finding): string | undefined {
  const fix = fixes.find(({ command }) => command !== null && !UNFINISHED.test(command)) ?? fixes[0];
  if (fix === undefined) return undefined;
  const { command } = fix;
  if (command === null || UNFINISHED.test(command)) return `${harmless(fix.text)}.`;
  return `${harmless(fix.text)}: \`${command}\`.`;
}

/** A command with a word that the reader has to choose (`KEY=VALUE`), or with what would not stay in its code span. */
const UNFINISHED = /[ =/][A-Z]{3,}(?=[ =/]|$)|[`\p{C}\p{Zl}\p{Zp}]/u;

/** Text with values of the cluster, on one line and without what a reader does not see or Markdown reads as code. */
function harmless(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, ' ').replaceAll('`', "'");
}
