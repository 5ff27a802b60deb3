// Checks the walls of the house: which folder may import what. Each wall has a name and says why it stands.
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';

const SRC = join(import.meta.dirname, '..', 'src');

interface Import {
  /** The importing file and the imported one, relative to src; or the package's name. */
  readonly from: string;
  readonly to: string;
  readonly isPackage: boolean;
  readonly typeOnly: boolean;
}

interface Wall {
  readonly name: string;
  readonly why: string;
  readonly forbids: (edge: Import) => boolean;
}

/** What each folder may import of ours, itself aside. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  kube: ['base'],
  snapshot: ['kube', 'base'],
  findings: ['kube', 'base'],
  checks: ['snapshot', 'findings', 'kube', 'base'],
  diagnose: ['checks', 'snapshot', 'findings', 'kube', 'base'],
  custom: ['diagnose', 'checks', 'snapshot', 'findings', 'kube', 'base'],
  suppress: ['snapshot', 'findings', 'kube', 'base'],
  explain: ['checks', 'findings', 'kube', 'base'],
  report: ['findings', 'suppress', 'explain', 'doctor', 'remedy', 'diagnose', 'snapshot', 'checks', 'kube', 'base'],
  cluster: ['snapshot', 'kube', 'base'],
  delivery: ['base'],
  remedy: ['cluster', 'snapshot', 'findings', 'kube', 'base'],
  host: ['base'],
  // Types of what the doors found.
  doctor: ['cluster', 'host', 'explain', 'base'],
  config: ['report', 'explain', 'suppress', 'checks', 'findings', 'kube', 'base'],
  cli: [
    'config',
    'remedy',
    'cluster',
    'delivery',
    'host',
    'doctor',
    'explain',
    'report',
    'custom',
    'suppress',
    'diagnose',
    'checks',
    'snapshot',
    'findings',
    'kube',
    'base',
  ],
};

const PURE = ['base', 'kube', 'findings', 'checks', 'diagnose', 'custom', 'suppress', 'report', 'doctor'];

/** The rooms of explain/ that reach a server or a disk; the others only turn values into values. */
const MODEL_DOORS = /^explain\/(model|models|cache)\//;

const WALLS: readonly Wall[] = [
  {
    name: 'layers-go-down',
    why: 'a folder imports only from the floors below it, so that each can be understood without those above',
    forbids: ({ from, to, isPackage }) =>
      !isPackage && folder(from) !== folder(to) && !(FLOORS[folder(from)] ?? []).includes(folder(to)),
  },
  {
    name: 'checks-are-pure',
    why: 'checks and diagnosis judge a snapshot and nothing else; they reach no package but zod',
    forbids: ({ from, to, isPackage }) => isPackage && ['checks', 'diagnose'].includes(folder(from)) && to !== 'zod',
  },
  {
    name: 'no-effects-below',
    why: 'files, sockets and processes are opened by the doors alone: cluster, delivery, host, cli, those of explain, recordings',
    forbids: ({ from, to }) =>
      isBuiltin(to) &&
      (PURE.includes(folder(from)) ||
        (folder(from) === 'explain' && !MODEL_DOORS.test(from)) ||
        // Reading a certificate opens nothing, nor does unpacking what was read.
        (folder(from) === 'snapshot' &&
          !from.startsWith('snapshot/recording/') &&
          !['node:crypto', 'node:zlib'].includes(to))),
  },
  {
    name: 'checks-see-only-views',
    why: 'a check reads a View of the kinds it declared, never the snapshot or another check',
    forbids: ({ from, to }) =>
      /^checks\/[^/]+\//.test(from) &&
      (/^checks\/[^/]+\//.test(to) || (/^snapshot\//.test(to) && !/^snapshot\/(view|coverage)\.ts$/.test(to))),
  },
  {
    name: 'one-door-to-the-api',
    why: 'only cluster/ loads the Kubernetes client; everybody else uses its types at most',
    forbids: ({ from, to, typeOnly }) =>
      to.startsWith('@kubernetes/client-node') && !typeOnly && folder(from) !== 'cluster',
  },
  {
    name: 'one-door-to-the-model',
    why: 'only explain/model and explain/models talk to a model server, so that no prompt goes another way',
    forbids: ({ from, to }) => ['ollama', 'eventsource-parser'].includes(to) && !/^explain\/models?\//.test(from),
  },
  {
    name: 'explaining-reads-prose-only',
    why: 'an explanation knows the texts of the checks and never judges',
    forbids: ({ from, to }) =>
      folder(from) === 'explain' && folder(to) === 'checks' && to !== 'checks/prose.generated.ts',
  },
  {
    name: 'terminal-stays-in-cli',
    why: 'commander and ora belong to the command line',
    forbids: ({ from, to }) => ['commander', 'ora'].includes(to) && folder(from) !== 'cli',
  },
  {
    name: 'one-door-to-write',
    why: 'only remedy/ writes to a cluster, after a backup; the command line hands it the door',
    forbids: ({ from, to, typeOnly }) =>
      /^cluster\/write\//.test(to) && !typeOnly && !['remedy', 'cluster'].includes(folder(from)),
  },
  {
    name: 'repair-asks-no-model',
    why: 'conditions, plans and actions are typed and deterministic: no text of a model reaches the executor',
    forbids: ({ from, to }) => folder(from) === 'remedy' && (folder(to) === 'explain' || to === 'ollama'),
  },
  {
    name: 'one-door-to-processes',
    why: 'only host/ starts a program',
    forbids: ({ from, to }) => /^(node:)?child_process$/.test(to) || (to === 'execa' && folder(from) !== 'host'),
  },
];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));
const imports = files.flatMap(importsOf);
const problems = [...brokenWalls(), ...circles(), ...orphans()];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  `${files.length} files, ${imports.length} imports, ${WALLS.length + 2} walls, ${problems.length} broken\n`,
);
if (problems.length > 0) process.exitCode = 1;

function importsOf(from: string): readonly Import[] {
  const text = readFileSync(join(SRC, from), 'utf8');
  const found: Import[] = [];
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;
  for (const match of text.matchAll(statement)) {
    const name = match[2] ?? match[3] ?? '';
    const isPackage = !name.startsWith('.');
    const to = isPackage ? packageName(name) : relative(SRC, join(SRC, dirname(from), name)).replaceAll('\\', '/');
    found.push({ from, to, isPackage, typeOnly: match[1] !== undefined });
  }
  return found;
}

function packageName(name: string): string {
  if (isBuiltin(name)) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function folder(path: string): string {
  return path.split('/')[0] ?? '';
}

function brokenWalls(): readonly string[] {
  return WALLS.flatMap(({ name, why, forbids }) =>
    imports.filter(forbids).map(({ from, to }) => `${name}: src/${from} imports ${to} (${why})`),
  );
}

/** Imports at run time that lead back to where they started. */
function circles(): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, isPackage, typeOnly } of imports)
    if (!isPackage && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push(`no-circles: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
    if (done.has(file) || path.includes(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

/** Files that nothing imports: the entry alone may stand so. */
function orphans(): readonly string[] {
  const imported = new Set(imports.map(({ to }) => to));
  return files
    .filter((file) => !imported.has(file) && file !== 'cli/main.ts')
    .map((file) => `no-orphans: nothing imports src/${file}`);
}
