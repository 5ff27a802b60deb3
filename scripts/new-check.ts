// npm run new-check -- AREA ID KIND: the files of a new check, ready to be filled in.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ALL_KINDS, kindByName } from '../src/kube/kinds.ts';

const ROOT = join(import.meta.dirname, '..');
const [area = '', id = '', kindName = ''] = process.argv.slice(2);
const kind = kindByName(kindName);

if (![area, id].every((name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) || kind === undefined) {
  fail(
    `usage: npm run new-check -- AREA ID KIND\n  AREA and ID in kebab-case, for example: storage pvc-lost pvc\n  KIND is one of: ${ALL_KINDS.join(', ')}`,
  );
} else if (existsSync(join(ROOT, `src/checks/${area}/${id}.ts`))) {
  fail(`src/checks/${area}/${id}.ts exists already`);
} else {
  for (const [path, text] of Object.entries(files(kind.kind))) write(path, text);
  process.stdout.write('next: fill them in, then npm run generate and npx vitest run test/checks\n');
}

function files(subject: string): Readonly<Record<string, string>> {
  const exportName = id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return {
    [`src/checks/${area}/${id}.ts`]: `import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const ${exportName} = defineCheck({
  id: '${id}',
  title: 'FILL IN: what is wrong, without values',
  severity: 'medium',
  level: 'cause',
  subject: '${subject}',
  source: 'https://kubernetes.io/docs/',
  facts: z.object({ example: z.string() }),
  message: ({ example }) => \`FILL IN: one sentence with the real values: \${example}\`,
  fixes: (_facts, { object }) => [{ text: 'See its conditions and events', command: describe(object) }],
  *find(object) {
    if (object.metadata.deletionTimestamp !== undefined) return;
    // FILL IN: return early for the healthy case, then state the facts.
    yield { cause: '', facts: { example: object.metadata.name }, evidence: [{ path: 'metadata.name', value: object.metadata.name }] };
  },
});
`,
    [`src/checks/${area}/${id}.md`]: ['What it means', 'How to look', 'How to repair', 'When it is fine']
      .map((heading) => `## ${heading}\n\nFILL IN\n`)
      .join('\n'),
    [`test/checks/${area}/${id}/fires.yaml`]: fixture(`expect:\n  - subject: ${subject} FILL-IN`),
    [`test/checks/${area}/${id}/silent-when-healthy.yaml`]: fixture('expect: []'),
    [`test/checks/${area}/${id}/silent-near-miss.yaml`]: fixture('expect: []'),
  };
}

function fixture(expect: string): string {
  return `about: FILL IN\ntakenAt: 2026-01-10T12:00:00Z\nobjects: []\n${expect}\n`;
}

function write(path: string, text: string): void {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`wrote ${relative(ROOT, file)}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
