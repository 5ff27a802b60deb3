// Writes everything that is derived from the checks and the commands. With --check, fails instead where a file is not up to date.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { actionPages, actionsText } from './generate-actions.ts';
import { pageText } from './generate-page.ts';
import { registryText } from './generate-registry.ts';
import { schemaText } from './generate-schema.ts';

const ROOT = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const stale: string[] = [];

// Reads nothing of ours but style and script.
write('src/report/html/page.generated.ts', pageText());
// The other generators read the registry, so it comes first.
write('src/checks/index.ts', registryText());
write('src/remedy/actions/index.ts', actionsText());
const { docsFiles, proseText } = await import('./generate-docs.ts');
write('src/checks/prose.generated.ts', proseText());
const { roleText } = await import('./generate-role.ts');
write('deploy/reader-role.yaml', roleText());
const pages = docsFiles();
for (const [path, text] of pages) write(path, text);
write('schemas/report.v1.schema.json', schemaText());
const actions = await actionPages();
for (const [path, text] of actions) write(path, text);
const { policySchemaText } = await import('./generate-policy-schema.ts');
write('schemas/policy.v1alpha1.schema.json', policySchemaText());
const { configSchemaText } = await import('./generate-config-schema.ts');
write('schemas/config.v1alpha1.schema.json', configSchemaText());
const { manualFiles } = await import('./generate-man.ts');
for (const [path, text] of manualFiles()) write(path, text);
for (const file of readdirSync(join(ROOT, 'docs/actions'))) {
  if (!actions.has(`docs/actions/${file}`)) remove(`docs/actions/${file}`);
}
for (const file of readdirSync(join(ROOT, 'docs/checks'))) {
  if (!pages.has(`docs/checks/${file}`)) remove(`docs/checks/${file}`);
}

if (stale.length > 0) {
  process.stderr.write(`not up to date: ${stale.join(', ')}\nrun: npm run generate\n`);
  process.exitCode = 1;
}

function write(path: string, text: string): void {
  const file = join(ROOT, path);
  if (read(file) === text) return;
  if (check) {
    stale.push(path);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`wrote ${relative(ROOT, file)}\n`);
}

function remove(path: string): void {
  if (check) {
    stale.push(path);
    return;
  }
  rmSync(join(ROOT, path));
  process.stdout.write(`removed ${path}\n`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
