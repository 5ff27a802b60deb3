// Prints deploy/krew.yaml filled in for a release: node scripts/krew.ts VERSION ARCHIVE REPOSITORY
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MANIFEST = join(import.meta.dirname, '../deploy/krew.yaml');

const [version = '', archive = '', repository = ''] = process.argv.slice(2);
const wrong = mistake();
if (wrong === null) process.stdout.write(filledIn());
else {
  process.stderr.write(
    `${wrong}\nusage: krew.ts VERSION ARCHIVE REPOSITORY, as in 1.2.3 file.tar.gz https://HOST/OWNER/NAME\n`,
  );
  process.exitCode = 2;
}

function mistake(): string | null {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) return `"${version}" is no version`;
  if (archive === '') return 'no archive is named';
  if (!/^https:\/\/\S+[^/\s]$/.test(repository)) return `"${repository}" is no address of a repository`;
  return null;
}

function filledIn(): string {
  const values = { VERSION: version, SHA256: sha256(archive), REPOSITORY: repository };
  const lines = readFileSync(MANIFEST, 'utf8').split('\n');
  return lines
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(
      /VERSION|SHA256|REPOSITORY/g,
      (name) => Object.entries(values).find(([key]) => key === name)?.[1] ?? name,
    );
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
