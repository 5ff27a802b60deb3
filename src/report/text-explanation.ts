import { refText } from '../kube/object-ref.ts';
import { stateText } from './explanation-state.ts';
import type { Line, Page } from './page.ts';
import type { Report } from './report.ts';

type Finding = Report['findings'][number];
type Explanation = NonNullable<Finding['explanation']>;

/** An explanation below its finding: the words, how far they are verified, then what is built in. */
export function explanationLines(finding: Finding, page: Page): readonly string[] {
  const { explanation } = finding;
  if (explanation === null) return [];
  const { knowledge, state, unknowns, cause } = explanation;
  const { dim } = page.paint;
  const means = state === 'built-in' || page.verbose ? [{ text: knowledge.means }] : [];
  return [
    ...page.section('  explained', state === 'built-in' ? [] : wordLines(explanation)),
    ...page.section('  mainly', cause === null ? [] : [{ text: cause }]),
    ...page.section(
      '  not known',
      unknowns.map((text) => ({ text })),
    ),
    ...page.section('  begin', beginLines(explanation, finding)),
    ...page.section(
      '  rests on',
      page.verbose ? explanation.evidence.map((text) => ({ text, paint: dim, hang: 2 })) : [],
    ),
    ...page.section('  means', means),
    ...page.section('  look', textAndCommands(knowledge.look, page)),
    ...page.section('  repair', textAndCommands(knowledge.repair, page)),
    ...page.section('  fine', [{ text: knowledge.fine }]),
    ...page.section('  state', isPlain(explanation) ? [] : [{ text: stateText(explanation), paint: dim, hang: 2 }]),
  ];
}

/** Built-in text that nothing was to stand in the place of needs no word about itself. */
function isPlain({ state, note }: Explanation): boolean {
  return state === 'built-in' && note === null;
}

function wordLines({ summary, why }: Explanation): readonly Line[] {
  return [summary, why].filter((text) => text !== null && text !== '').map((text) => ({ text: text ?? '' }));
}

/** What the model would look at, and do, first: only where that is not what the finding itself begins with. */
function beginLines({ object, fixes: [chosen] }: Explanation, { subject, fixes: [first] }: Finding): readonly Line[] {
  const look = object === null || object === refText(subject) ? [] : [{ text: `Look first at ${object}` }];
  const repair = chosen === undefined || chosen.text === first?.text ? [] : [{ text: chosen.text }];
  return [...look, ...repair];
}

/** The text, then each of its commands on a line of its own, so that it can be pasted however narrow the terminal is. */
function textAndCommands(markdown: string, page: Page): readonly Line[] {
  const commands = [...markdown.matchAll(/`(kubectl (?:[^`]*[^`\s]))`/g)]
    .map((match) => match[1] ?? '')
    .filter((command) => command.split(' ').length > 2);
  return [
    { text: markdown.replace(/\s+/g, ' ') },
    ...[...new Set(commands)].map((command) => ({ text: `$ ${command}`, paint: page.paint.command, unbroken: true })),
  ];
}
