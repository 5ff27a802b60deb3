import { checkName } from './check-name.ts';
import type { Catalogue, CheckPage } from './options.ts';
import { LEVELS, sarifText } from './sarif-text.ts';

const PROBLEM_SEVERITIES = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

/** A rule for each check that is referred to, in the order of their ids. */
export function rulesOf(checks: readonly string[], catalogue: Catalogue) {
  return [...new Set(checks)].sort().map((id) => {
    const page = catalogue.get(id);
    return page === undefined ? { id } : ruleOf(page);
  });
}

function ruleOf({ id, title, severity, source, prose }: CheckPage) {
  const level = LEVELS[severity];
  return {
    id,
    name: checkName(id),
    shortDescription: { text: `${title}.` },
    ...(prose === undefined
      ? {}
      : { fullDescription: { text: sarifText(prose.means.replace(/\s+/g, ' ')) }, help: helpOf(prose) }),
    helpUri: source,
    defaultConfiguration: { level },
    // How GitHub ranks and filters alerts that are not about security.
    properties: { tags: ['kubernetes'], precision: 'high', 'problem.severity': PROBLEM_SEVERITIES[level] },
  };
}

function helpOf({ means, look, repair, fine }: NonNullable<CheckPage['prose']>) {
  const sections = [
    ['What it means', means],
    ['How to look', look],
    ['How to repair', repair],
    ['When it is fine', fine],
  ] as const;
  return {
    text: sections.map(([heading, text]) => `${heading}: ${sarifText(text.replace(/\s+/g, ' '))}`).join('\n\n'),
    markdown: sections.map(([heading, text]) => `## ${heading}\n\n${text}`).join('\n\n'),
  };
}
