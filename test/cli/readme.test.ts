import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKS, SCAN_CHECKS } from '../../src/checks/index.ts';
import { honest, questionOf } from '../support/answers.ts';
import { run } from '../support/cli.ts';
import { startFakeApi } from '../support/fake-api/fake-api.ts';
import { temporaryFolder, writeKubeconfig } from '../support/fake-api/kubeconfig.ts';
import { namespaces, object } from '../support/fake-api/objects.ts';
import { answer, startFakeModel } from '../support/fake-model/index.ts';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** The commands in README's blocks, without their comments; of a pipe, what is ours. */
const COMMANDS = [...README.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
  .flatMap(([, language, block = '']) => (language === '' ? block.split('\n') : []))
  .map((line) => line.replace(/ {2,}#.*$/, '').trim())
  .flatMap((line) => line.split(' | '))
  .filter((line) => line.startsWith('mekhanikube '))
  // Repair needs a server that tries changes: test/cluster/remedy shows it on a real one.
  .filter((line) => !line.startsWith('mekhanikube remediate '));

/** A Service that selects nothing: there is something to find, and something to ask about. */
const OBJECTS = [
  ...namespaces('shop', 'team-a'),
  object('Deployment', 'shop/web', { spec: { replicas: 0, selector: { matchLabels: { app: 'web' } } } }),
  object('Service', 'shop/web', { spec: { selector: { app: 'wbe' }, ports: [{ port: 80 }] } }),
  object('Pod', 'shop/other', {
    metadata: { name: 'other', namespace: 'shop', uid: 'uid-other', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'web' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  }),
];

test('README has commands', () => {
  expect(COMMANDS.length).toBeGreaterThan(12);
});

test('README tells how many checks there are', () => {
  const [, told] = /with (\d+) small checks/.exec(README) ?? [];
  expect(Number(told)).toBe(CHECKS.length + SCAN_CHECKS.length);
});

test.each(COMMANDS)('%s', { timeout: 60_000 }, async (command) => {
  const folder = temporaryFolder();
  // What a clone has.
  symlinkSync(join(import.meta.dirname, '../../examples'), join(folder, 'examples'));
  const { url } = await startFakeApi({ objects: OBJECTS });
  const model = await startFakeModel({
    script: (request) =>
      questionOf(request).system.startsWith('You answer')
        ? answer({ evidence: ['E1'], summary: '', unknowns: ['Which container it is.'] })
        : honest(request),
  });
  const env = {
    KUBECONFIG: writeKubeconfig({ server: url, cluster: { 'insecure-skip-tls-verify': true } }),
    OLLAMA_HOST: model.url,
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_STATE_HOME: join(folder, 'state'),
  };
  const ours = (args: readonly string[], stdin?: string) =>
    run(args, { env, cwd: folder, ...(stdin === undefined ? {} : { stdin }) });
  await ours(['snapshot', '-o', 'snapshot.json.gz']);
  if (command.includes('known.yaml')) await ours(['analyze', '--write-baseline', 'known.yaml']);
  if (command.includes('diff')) await ours(['analyze', '-o', 'json=yesterday.json', '-o', 'json=today.json']);
  const { stdout: report } = await ours(['analyze', '-o', 'json']);
  const id: string = JSON.parse(report).findings[0].id;
  const words = (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [])
    .slice(1)
    .map((word) => word.replace(/^(["'])(.*)\1$/, '$2').replace('FINDING-ID', id));
  const list = { apiVersion: 'v1', kind: 'List', items: OBJECTS.map((one) => ({ apiVersion: 'v1', ...one })) };
  const { code, stdout, stderr } = await ours(words, JSON.stringify(list));
  await model.close();
  // snapshot says there what it has written.
  expect({ code, stderr: stderr.replace(/^snapshot\.json\.gz: .*\n$/, '') }).toEqual({ code: 0, stderr: '' });
  // A report that goes to files leaves nothing for standard output.
  if (!/ -o \S+=| snapshot /.test(command)) expect(stdout).not.toBe('');
});
