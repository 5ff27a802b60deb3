import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { z } from 'zod';
import { testKubeconfig } from '../../support/cluster.ts';
import type { ClusterApi, Manifest } from '../../support/cluster-api.ts';
import { FaultProxy } from '../../support/fault-proxy.ts';
import { grant, joined, RepairLab, write } from '../../support/repair-lab.ts';
import { podSpec, settled, until, withFault } from '../../support/repair-stage.ts';
import { startSink } from '../../support/sink/index.ts';

// Each test keeps one process of the tool busy.
vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000 });

const kubeconfig = testKubeconfig();
const NAMESPACE = 'mekhanikube-faults-state';
const CONCURRENT = { concurrent: true } as const;

describe.skipIf(kubeconfig === null)('repair trusts its disk only as far as it goes while', () => {
  let lab: RepairLab;
  beforeAll(async () => {
    lab = await RepairLab.open(kubeconfig ?? '', [NAMESPACE, `${NAMESPACE}-secret`]);
  }, 200_000);
  afterAll(() => lab.close(), 60_000);

  // F10: the second attempt overwrites the backup of the first one.
  test('it is killed while it makes its backup anew', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await lab.bench('halfway');
    const id = await plan();
    proxy.rules(write({ do: 'first', act: () => lab.annotate(web, 'example.com/edit', '1') }, { times: 1 }));
    const second = { contains: '"formatVersion": 1', path: '/tmp/', at: 2 };
    const killed = await tool.apply(id, withFault({ do: 'kill', when: 'before', ...second }));
    expect(killed.code).toBeNull();
    const ended = await tool.recover();
    expect([ended.code, proxy.writes(), await replicas()], ended.stderr).toEqual([0, [], 1]);
    await tool.verify();
  });

  // F14
  test.for([
    ['has one bit flipped', (path: string) => writeFileSync(path, flipped(readFileSync(path)))],
    ['is cut short', (path: string) => truncateSync(path, 40)],
    ['is gone', (path: string) => rmSync(path)],
  ] as const)('a backup %s', CONCURRENT, async ([how, damage], { expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench(`backup-${how.split(' ').join('-')}`);
    const id = await plan();
    expect((await tool.apply(id)).code).toBe(0);
    const file = (await filesBelow(tool.state)).find((path) => path.includes(`/${id}/`) && path.includes('/before/0'));
    damage(file ?? '');
    proxy.rules();
    const ended = await tool.rollback(id);
    expect([ended.code, proxy.writes(), await replicas()]).toEqual([14, [], 2]);
    expect(ended.stderr).toContain('before/0000~apps~v1~Deployment');
    const verdict = await tool.run(['backup', 'verify']);
    expect(verdict.code).toBe(14);
  });

  // F15
  test('the journal is torn or damaged', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('journal');
    const id = await plan();
    await tool.apply(id, withFault({ do: 'kill', when: 'torn', type: 'EXECUTED' }));
    const ended = await tool.recover();
    expect([ended.code, await replicas()]).toEqual([0, 2]);
    expect(await readdir(join(tool.state, 'quarantine'))).toHaveLength(1);
    await tool.verify();

    const journal = join(tool.state, 'journal', '000001.wal');
    const whole = readFileSync(journal);
    const next = await plan(3);
    writeFileSync(journal, flipped(whole, 60));
    proxy.rules();
    const denied = await tool.apply(next);
    expect([denied.code, proxy.writes(), await replicas()]).toEqual([14, [], 2]);
    expect(denied.stderr).toContain('the journal is damaged');
    expect((await tool.run(['backup', 'verify'])).code).toBe(0);
  });

  // F31
  test('it is told to stop while it verifies', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('stopped');
    const id = await plan();
    proxy.rules();
    const running = tool.start(['remediate', 'apply', id, '--yes', '-o', 'json']);
    await until(async () => tool.happened(id).includes('EXECUTED'), 'the change is made');
    running.kill('SIGTERM');
    const stopped = await running.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('mekhanikube recover');
    const ended = await tool.recover();
    expect([ended.code, proxy.writes().length, await replicas()]).toEqual([0, 1, 2]);
    expect(tool.records(id).at(-1)).toMatchObject({ type: 'DONE', outcome: 'succeeded' });
    await tool.verify();
  });

  test('it is killed after it has told somebody', CONCURRENT, async ({ expect }) => {
    const { tool, plan, replicas } = await lab.bench('told');
    const sink = await startSink();
    lab.atEnd(() => sink.close());
    const channels = join(tool.state, '..', 'channels.yaml');
    const channel = { name: 'oncall', type: 'webhook', urlFrom: 'ONCALL_URL', allowPrivate: true };
    writeFileSync(channels, JSON.stringify({ channels: [channel] }));
    const env = { MEKHANIKUBE_CHANNELS: channels, ONCALL_URL: sink.address };
    const [scaling, telling] = [await plan(), await tool.plan(NAMESPACE, 'deploy/told', 'notify', 'channel=oncall')];
    // The request to scale is refused, so that the fallback tells of it.
    const id = joined(tool, [scaling], [telling]);
    const proxy = await FaultProxy.start(kubeconfig ?? '');
    lab.atEnd(() => proxy.close());
    const refusing = tool.with({ ...env, KUBECONFIG: proxy.writeKubeconfig(join(tool.state, '..', 'refusing')) });
    proxy.rules(write({ do: 'answer', status: 403 }));
    const killed = await refusing.apply(id, withFault({ do: 'kill', when: 'before', type: 'DONE' }));
    expect([killed.code, sink.received.length]).toEqual([null, 1]);
    const ended = await refusing.recover();
    expect([ended.code, sink.received.length, await replicas()]).toEqual([0, 1, 1]);
    expect(tool.happened(id).filter((type) => type === 'DONE')).toHaveLength(1);
  });

  // F33
  test('the state folder is not to be trusted', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('untrusted');
    const id = await plan();
    proxy.rules();
    const refused = async (what: string): Promise<void> => {
      const ended = await tool.apply(id);
      expect([what, ended.code, proxy.writes(), await replicas()]).toEqual([what, 14, [], 1]);
    };
    const at = (name: string): string => join(tool.state, name);
    for (const [name, loose, tight] of [
      ['.', 0o755, 0o700],
      ['journal', 0o770, 0o700],
      ['VERSION', 0o644, 0o600],
    ] as const) {
      if (name === 'journal') mkdirSync(at(name), { recursive: true, mode: tight });
      chmodSync(at(name), loose);
      await refused(`${name} is open to others`);
      chmodSync(at(name), tight);
    }
    for (const name of ['journal', 'audit', 'clusters', 'tmp']) {
      renameSync(at(name), `${tool.state}-${name}`);
      symlinkSync(`${tool.state}-${name}`, at(name));
      await refused(`${name} is a link`);
      rmSync(at(name));
      renameSync(`${tool.state}-${name}`, at(name));
    }
    renameSync(tool.state, `${tool.state}-real`);
    symlinkSync(`${tool.state}-real`, tool.state);
    await refused('the folder itself is a link');
    rmSync(tool.state);
    renameSync(`${tool.state}-real`, tool.state);
    expect((await tool.apply(id)).code).toBe(0);
  });

  // F34
  test('there are secrets about', CONCURRENT, async ({ expect }) => {
    const namespace = `${NAMESPACE}-secret`;
    const planted = 'planted-51c0ffee-value';
    const secret: Manifest = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'login', namespace },
      stringData: { password: planted },
    };
    await lab.api.apply(secret);
    const { tool, web } = await lab.bench('web', namespace);
    const [container] = podSpec()['containers'] as object[];
    const env = [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } }];
    const labels = { app: 'web' };
    const spec = {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...podSpec(), containers: [{ ...container, env }] } },
    };
    await lab.api.apply({ ...web, spec });
    await settled(lab.api, web);
    const subject = { kind: 'ServiceAccount', name: 'default', namespace } as const;
    const roles = await grant(lab.api, tool, { actions: 'scale,rollout.restart,resources.set', namespace, subject });
    lab.atEnd(roles.remove);
    const token = await tokenFor(lab.api, namespace);
    const config = load(readFileSync(kubeconfig ?? '', 'utf8'));
    const path = join(tool.state, '..', 'with-token');
    writeFileSync(path, JSON.stringify(withToken(config, token)), { mode: 0o600 });
    const acting = tool.with({ KUBECONFIG: path });
    const outputs: string[] = [];
    for (const [action, ...params] of [
      ['scale', 'replicas=2'],
      ['rollout.restart'],
      ['resources.set', 'limits.memory=20Mi'],
    ] as const) {
      const id = await acting.plan(namespace, 'deploy/web', action, ...params);
      for (const ended of [
        await acting.apply(id),
        await acting.run(['remediate', 'show', id, '-v']),
        await acting.rollback(id),
      ]) {
        expect([action, ended.code, ended.stderr]).toEqual([action, 0, expect.any(String)]);
        outputs.push(ended.stdout, ended.stderr);
      }
      await settled(lab.api, web);
    }
    // An administrator may write to the Secret itself: what it holds comes back with no answer.
    const label = ['key=mekhanikube.io/note', 'value=seen'] as const;
    const asked = ['--action', 'meta.label', ...label.flatMap((param) => ['--param', param])];
    const id = await tool.plan(namespace, 'secret/login', 'meta.label', ...label);
    for (const ended of [
      await tool.run(['remediate', 'plan', 'secret/login', '-n', namespace, ...asked]),
      await tool.apply(id),
      await tool.run(['remediate', 'show', id, '-v']),
      await tool.rollback(id),
    ]) {
      expect([ended.code, ended.stderr]).toEqual([0, expect.any(String)]);
      outputs.push(ended.stdout, ended.stderr);
    }
    const key = z
      .object({ users: z.array(z.looseObject({ user: z.looseObject({ 'client-key-data': z.string().optional() }) })) })
      .parse(config).users[0]?.user['client-key-data'];
    const wanted = [planted, Buffer.from(planted).toString('base64'), token, ...(key === undefined ? [] : [key])];
    const files = await filesBelow(tool.state);
    expect(files.filter((file) => file.endsWith('.gz')).length).toBeGreaterThan(5);
    const texts = [...outputs, ...files.flatMap((file) => textsOf(readFileSync(file), file))];
    for (const value of wanted) expect(texts.filter((text) => text.includes(value)).length).toBe(0);
    for (const file of files) expect([file, (await stat(file)).mode & 0o777]).toEqual([file, 0o600]);
    for (const folder of new Set(files.map((file) => join(file, '..')))) {
      expect([folder, (await stat(folder)).mode & 0o777]).toEqual([folder, 0o700]);
    }
  });

  // F12, F13
  test('the disk is full', CONCURRENT, async ({ expect, skip }) => {
    const { tool, proxy, replicas } = await lab.bench('full');
    const disk = join(tool.state, '..', 'disk');
    skip(!mounted(disk, 'size=24m'), 'a small disk can only be made by root, on Linux');
    lab.atEnd(() => execFileSync('umount', ['--lazy', disk]));
    const small = tool.with({ MEKHANIKUBE_STATE: join(disk, 'state') });
    const [own, junk] = [join(disk, 'state'), join(disk, 'junk')];
    expect(own).toBe(small.state);
    const fullAt = async (fault: Parameters<typeof withFault>[0]) => {
      const id = await small.plan(NAMESPACE, 'deploy/full', 'scale', `replicas=${(await replicas()) + 1}`);
      proxy.rules();
      const ended = await small.apply(id, withFault({ ...fault, file: junk }));
      rmSync(junk, { force: true });
      return { id, ended };
    };
    for (const fault of [
      { do: 'fill', when: 'before', type: 'INTENT' },
      { do: 'fill', when: 'after', type: 'INTENT' },
      { do: 'fill', when: 'before', path: '/tmp/' },
      { do: 'fill', when: 'before', type: 'EXECUTING' },
    ] as const) {
      const { ended } = await fullAt(fault);
      // The reserve lets the record be written; where it is used up, or a backup does not fit, nothing is sent.
      const outcome = ended.code === 0 ? 1 : 0;
      expect([JSON.stringify(fault), proxy.writes().length], ended.stderr).toEqual([JSON.stringify(fault), outcome]);
      if (ended.code !== 0)
        expect([14, ended.stderr]).toEqual([ended.code, expect.stringContaining('the disk is full')]);
      const recovered = await small.recover();
      expect(recovered.code, recovered.stdout + recovered.stderr).toBe(0);
      await small.verify();
    }
    // After the request the reserve is there for the record of it.
    const { id, ended } = await fullAt({ do: 'fill', when: 'before', type: 'EXECUTED' });
    expect(proxy.writes()).toHaveLength(1);
    if (ended.code !== 0) expect((await small.recover()).code).toBe(0);
    expect(small.happened(id).filter((type) => type === 'EXECUTED')).toHaveLength(1);
    await small.verify();

    // Too little room to begin with.
    const low = await small.plan(NAMESPACE, 'deploy/full', 'scale', `replicas=${(await replicas()) + 1}`);
    writeFileSync(junk, Buffer.alloc(10 * 2 ** 20));
    proxy.rules();
    const denied = await small.apply(low);
    expect([denied.code, proxy.writes()]).toEqual([10, []]);
  });

  test('the disk fails', CONCURRENT, async ({ expect, skip }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('broken');
    for (const type of ['PLANNED', 'INTENT', 'BACKED_UP', 'EXECUTING'] as const) {
      const id = await plan();
      proxy.rules();
      const ended = await tool.apply(id, withFault({ do: 'io-error', when: 'after', type }));
      expect([type, ended.code, proxy.writes(), await replicas()]).toEqual([type, 14, [], 1]);
      expect(ended.stderr).toContain('the disk reports an error');
      const recovered = await tool.recover();
      expect(recovered.code, recovered.stdout + recovered.stderr).toBe(0);
    }
    const id = await plan();
    proxy.rules();
    expect((await tool.apply(id, withFault({ do: 'io-error', when: 'after', type: 'EXECUTED' }))).code).toBe(14);
    expect((await tool.recover()).code).toBe(0);
    expect([proxy.writes().length, await replicas()]).toEqual([1, 2]);
    await tool.verify();

    const disk = join(tool.state, '..', 'disk');
    skip(!mounted(disk, 'size=24m'), 'a disk can only be made read-only by root, on Linux');
    lab.atEnd(() => execFileSync('umount', ['--lazy', disk]));
    const own = tool.with({ MEKHANIKUBE_STATE: join(disk, 'state') });
    const last = await own.plan(NAMESPACE, 'deploy/broken', 'scale', 'replicas=1');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    proxy.rules();
    const denied = await own.apply(last);
    expect([denied.code, proxy.writes(), await replicas()]).toEqual([14, [], 2]);
    expect(denied.stderr).toContain('read-only');
  });

  test('two processes share a state folder', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('shared');
    const [id, other] = [await plan(), await plan(3)];
    const gate = Promise.withResolvers<void>();
    proxy.rules(write({ do: 'first', act: () => gate.promise }, { times: 1 }));
    // It is held up for as long as the second one takes, which on a busy machine is longer than a request usually may.
    const first = tool.run(['remediate', 'apply', id, '--yes', '-o', 'json', '--request-timeout', '2m']);
    await until(async () => tool.happened(id).includes('EXECUTING'), 'the first one is at work');
    const second = await lab.tool({ MEKHANIKUBE_STATE: tool.state }).apply(other);
    gate.resolve();
    const ended = await first;
    expect([second.code, second.stderr]).toEqual([10, expect.stringMatching(/in use by process \d+/)]);
    expect([ended.code, proxy.writes().length, await replicas()]).toEqual([0, 1, 2]);
    // Of several that begin at once, one gets the lock.
    const racing = await plan(4);
    proxy.rules();
    const codes = (await Promise.all([1, 2, 3].map(() => tool.apply(racing)))).map(({ code }) => code);
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    expect(codes.filter((code) => code === 10)).toHaveLength(2);
    expect([proxy.writes().length, await replicas()]).toEqual([1, 4]);
    await tool.verify();
  });
});

function flipped(bytes: Buffer, at = Math.floor(bytes.length / 2)): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What can be read in a file, packed or not. */
function textsOf(bytes: Buffer, file: string): readonly string[] {
  return file.endsWith('.gz') ? [gunzipSync(bytes).toString()] : [bytes.toString('latin1')];
}

/** Makes a disk of its own here; false where that is not allowed. */
function mounted(path: string, options: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  mkdirSync(path, { mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  return true;
}

async function tokenFor(api: ClusterApi, namespace: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`;
  const { body } = await api.send('POST', path, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {},
  });
  return z.object({ status: z.object({ token: z.string() }) }).parse(body).status.token;
}

const Config = z.looseObject({ users: z.array(z.looseObject({ name: z.string(), user: z.looseObject({}) })) });

function withToken(config: unknown, token: string): unknown {
  const parsed = Config.parse(config);
  return { ...parsed, users: parsed.users.map(({ name }) => ({ name, user: { token } })) };
}
