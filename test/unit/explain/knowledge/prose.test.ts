import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROSE } from '../../../../src/checks/prose.generated.ts';
import { isPlaceholder, VOCABULARY } from '../../../../src/explain/knowledge/vocabulary.ts';
import { kindByName } from '../../../../src/kube/kinds.ts';
import { codeSpans, isNamespaced, kubectlCommands, OWN_PLACEHOLDER, VERBS } from './kubectl-words.ts';

/** What is really written so. */
const LITERAL = [
  // Headings of columns.
  ...['ALLOCATABLE', 'ALLOWED DISRUPTIONS', 'EXTERNAL-IP', 'LAST SCHEDULE', 'NAME:.metadata.name', 'PORTS:.spec'],
  ...['READINESS GATES', 'SUSPEND', 'TAINTS'],
  // Capabilities of Linux.
  ...['ALL', 'NET_ADMIN', 'NET_BIND_SERVICE', 'SYS_ADMIN', 'SYS_PTRACE'],
  // How a runtime is told its limit of memory.
  ...['GOMEMLIMIT', '-XX:MaxRAMPercentage'],
  // Instructions of a Dockerfile.
  ...['CMD', 'ENTRYPOINT', 'USER'],
  // A time zone, and the form of an image's name.
  ...['UTC', '[HOST[:PORT]/]PATH[:TAG][@DIGEST]'],
];

const ALL = Object.entries(PROSE).map(([id, sections]) => ({
  id,
  sections,
  text: Object.values(sections).join('\n\n'),
}));

describe.each(ALL)('$id', ({ sections, text }) => {
  test('has no word in capital letters in its code but placeholders and what is really written so', () => {
    for (const code of codeSpans(text)) {
      const rest = LITERAL.reduce((left, literal) => left.replaceAll(literal, ''), code);
      for (const word of rest.match(/(?<![A-Za-z0-9_])[A-Z][A-Z0-9_]+(?![A-Za-z0-9_])/g) ?? [])
        expect(VOCABULARY, code).toContain(word);
    }
  });

  test('has placeholders in code only', () => {
    const outside = text.replace(/\s+/g, ' ').replace(/`[^`]*`/g, '');
    expect(outside.match(/\b[A-Z]{2,}\b/g)?.filter((word) => VOCABULARY.includes(word)) ?? []).toEqual([]);
  });

  test('closes every code span', () => {
    for (const section of Object.values(sections)) expect(section.split('`').length % 2).toBe(1);
  });

  test('says the namespace of what lies in one, behind its name, and of nothing else', () => {
    for (const { code, kinds, name, namespace, everywhere } of kubectlCommands(
      `${sections.look}\n${sections.repair}`,
    )) {
      const inNamespace = kinds.map(isNamespaced);
      // OBJECT may be of either sort; a command without an object is only a mention.
      if (kinds.length === 0 || code.includes('OBJECT')) continue;
      const placeholder = /^kubectl \S+(?: \S+)? (WORKLOAD)\b/.test(code);
      expect(placeholder || inNamespace.every((known) => known !== undefined), code).toBe(true);
      expect(namespace !== undefined || everywhere, code).toBe(placeholder || inNamespace.includes(true));
      if (name !== undefined && namespace !== undefined) expect(code).toContain(`${name} -n ${namespace}`);
    }
  });

  test('uses commands that kubectl has, and NAME only for kinds without a placeholder of their own', () => {
    for (const { code, verb, kinds, name } of kubectlCommands(text)) {
      expect(VERBS, code).toContain(verb);
      if (name === undefined) continue;
      const own = kinds.map((kind) => OWN_PLACEHOLDER[kindByName(kind)?.kind ?? 'Event']);
      if (name === 'NAME') expect(own, code).toEqual([undefined]);
      else if (isPlaceholder(name) && own[0] !== undefined) expect(own, code).toEqual([name]);
    }
  });

  test('says how to look with kubectl', () => {
    expect(kubectlCommands(sections.look)).not.toEqual([]);
  });
});

test('every placeholder is used', () => {
  const code = ALL.flatMap(({ text }) => codeSpans(text)).join('\n');
  for (const word of VOCABULARY) expect(code).toMatch(new RegExp(`(?<![A-Za-z0-9_])${word}(?![A-Za-z0-9_])`));
});

test('CONTRIBUTING lists every placeholder', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../../CONTRIBUTING.md'), 'utf8');
  for (const word of VOCABULARY) expect(codeSpans(guide).join(' ')).toMatch(new RegExp(`\\b${word}\\b`));
});
