import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testKubeconfig } from '../support/cluster.ts';
import { ClusterApi } from '../support/cluster-api.ts';
import { hasEngine } from '../support/engine.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { broken, findingsIn, MODEL, MODEL_ARGS, verifying } from '../support/stack-cluster.ts';

const MINUTE_MS = 60_000;
/** Of this file alone: one that is being deleted takes nothing new. */
const NAMESPACE = 'mekhanikube-networks';
const SEALED = 'test/compose/sealed.yaml';
const SUBNET = '172.31.251.0/24';
/** A user of the tests' own, so that the host's packet filter can tell its packets from all others. */
const UID = 23_456;

const kubeconfig = testKubeconfig();
const isUsable = kubeconfig !== null && hasEngine();
/** Cutting off takes the host's packet filter. */
const canCut = process.getuid?.() === 0 && spawnSync('iptables', ['-S'], { stdio: 'ignore' }).status === 0;
if (isUsable && !canCut) process.stderr.write('tests of a cut-off network skipped: they need root and iptables\n');

const Kubeconfig = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: z.looseObject({ server: z.string() }) })),
});

describe.skipIf(!isUsable)('the networks of the stack', () => {
  let folder: string;
  let config: string;
  let stack: TestStack;
  let api: ClusterApi;
  /** Something else on the host that nobody is to call. */
  let other: Server;
  const port = { api: '', ollama: '', other: '' };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mekhanikube-networks-'));
    chmodSync(folder, 0o755);
    config = join(folder, 'config');
    api = await ClusterApi.connect(kubeconfig ?? '');
    writeFileSync(config, await verifying(kubeconfig ?? '', api), { mode: 0o600 });
    if (canCut) chownSync(config, UID, UID);
    const more: Record<string, string> = canCut ? { MEKHANIKUBE_UID: String(UID), MEKHANIKUBE_GID: String(UID) } : {};
    stack = await testStack('mekhanikube-net', config, more);
    await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    await api.apply(broken(NAMESPACE));
    other = createServer((_, response) => response.end());
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const address = other.address();
    port.other = String(typeof address === 'object' ? address?.port : '');
    port.ollama = stack.env['OLLAMA_PORT'] ?? '';
    port.api = new URL(
      Kubeconfig.parse(load(await verifying(kubeconfig ?? '', api))).clusters[0]?.cluster.server ?? '',
    ).port;
    expect((await stack.make('up')).code).toBe(0);
    expect((await stack.make('model-pull', { MODEL, MODEL_ARGS })).code).toBe(0);
  }, 15 * MINUTE_MS);
  afterAll(async () => {
    await stack.make('clean', { YES: '1', OVERLAY: SEALED });
    await stack.make('clean', { YES: '1' });
    await api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    api.close();
    other.close();
    rmSync(folder, { recursive: true });
  }, 3 * MINUTE_MS);

  test('the host network reaches the cluster where it listens, and the model', { timeout: 6 * MINUTE_MS }, async () => {
    await expectExplained('linux-host', 'https://127.0.0.1:');
  });

  test.skipIf(!canCut)(
    'the host network, cut off from everything but the API server and Ollama',
    { timeout: 6 * MINUTE_MS },
    async () => {
      const mine = ['OUTPUT', '-m', 'owner', '--uid-owner', String(UID)];
      const open = (to: string) => [...mine, '-p', 'tcp', '-d', '127.0.0.1', '--dport', to, '-j', 'ACCEPT'];
      await filtered([[...mine, '-j', 'REJECT'], open(port.api), open(port.ollama)], async () => {
        expect(await reaches('linux-host', `http://127.0.0.1:${port.other}`)).toBe(false);
        await expectExplained('linux-host', 'https://127.0.0.1:');
      });
      expect(await reaches('linux-host', `http://127.0.0.1:${port.other}`)).toBe(true);
    },
  );

  test.skipIf(!canCut)(
    'a bridge without a way out, and of the host the API server alone',
    { timeout: 6 * MINUTE_MS },
    async () => {
      await stack.make('down');
      const from = ['INPUT', '-s', SUBNET, '-p', 'tcp'];
      await filtered(
        [
          [...from, '-j', 'REJECT'],
          [...from, '--dport', port.api, '-j', 'ACCEPT'],
        ],
        async () => {
          expect(await reaches(SEALED, `http://172.31.251.1:${port.other}`)).toBe(false);
          await expectExplained(SEALED, 'https://host.docker.internal:');
        },
      );
      expect(await reaches(SEALED, `http://172.31.251.1:${port.other}`)).toBe(true);
    },
  );

  async function expectExplained(overlay: string, server: string): Promise<void> {
    const file = join(folder, 'report.json');
    const { code, stderr } = await stack.make('analyze-json', {
      OVERLAY: overlay,
      FILE: file,
      ARGS: `-n ${NAMESPACE} --refresh`,
    });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toContain(server);
    expect(stderr).toMatch(/TLS (name (localhost|kubernetes)|name as in the address)/);
    const [finding] = findingsIn(NAMESPACE, JSON.parse(readFileSync(file, 'utf8')));
    expect(finding?.check).toBe('secret-missing');
    const { state, note } = finding?.explanation ?? {};
    // The model wrote: what it wrote was taken, or refused.
    if (state === 'built-in') expect(note).toMatch(/^the answer of \S+ was refused: /);
  }

  async function reaches(overlay: string, url: string): Promise<boolean> {
    const script = `fetch(process.argv[1], { signal: AbortSignal.timeout(3000) }).then(() => process.exit(0), () => process.exit(1))`;
    const run = ['run', '--rm', '-T', '--no-deps', '--entrypoint', 'node', 'mekhanikube', '-e', script, url];
    return (await stack.script(['compose', ...run], { OVERLAY: overlay })).code === 0;
  }
});

/** Does `work` with these rules at the top of the host's packet filter, the last one first. */
async function filtered(rules: readonly (readonly string[])[], work: () => Promise<void>): Promise<void> {
  const set = (flag: string, rule: readonly string[]) => {
    const { status, stderr } = spawnSync('iptables', [flag, ...rule], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`iptables: ${stderr}`);
  };
  const done: (readonly string[])[] = [];
  try {
    for (const rule of rules) {
      set('-I', rule);
      done.push(rule);
    }
    await work();
  } finally {
    for (const rule of done) set('-D', rule);
  }
}
