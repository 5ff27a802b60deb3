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
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { load, loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { z } from 'zod';
import { openBackups } from '../../../src/remedy/backup/backups.ts';
import { keyring } from '../../../src/remedy/backup/encrypt.ts';
import { hashOf } from '../../../src/remedy/plan/make-plan.ts';
import { PlanSchema } from '../../../src/remedy/plan/plan.ts';
import { openState } from '../../../src/remedy/state/state.ts';
import { testKubeconfig } from '../../support/cluster.ts';
import { ClusterApi, Manifest } from '../../support/cluster-api.ts';
import { FaultProxy, type Rule } from '../../support/fault-proxy.ts';
import {
  deployment,
  freshNamespace,
  podSpec,
  resultOf,
  rollout,
  settled,
  Tool,
  until,
  withFault,
} from '../../support/repair-stage.ts';
import { startSink } from '../../support/sink/index.ts';

// Each test keeps one process of the tool busy.
vi.setConfig({ maxConcurrency: 3, testTimeout: 600_000 });

const kubeconfig = testKubeconfig();
const NAMESPACE = 'mekhanikube-faults-api';
const OWN = ['quota', 'gone', 'rights', 'secret'].map((name) => `${NAMESPACE}-${name}`);
const CONCURRENT = { concurrent: true } as const;

/** A deployment of one pod, a proxy before the API server, and the tool behind it. */
interface Bench {
  readonly tool: Tool;
  readonly proxy: FaultProxy;
  readonly web: Manifest;
  /** Plans to scale it. */
  plan(replicas?: number): Promise<string>;
  replicas(): Promise<number>;
}

describe.skipIf(kubeconfig === null)('repair keeps its promises while', () => {
  let api: ClusterApi;
  const cleanups: (() => unknown)[] = [];

  beforeAll(async () => {
    api = await ClusterApi.connect(kubeconfig ?? '');
    await Promise.all([NAMESPACE, ...OWN].map((name) => freshNamespace(api, name)));
  }, 200_000);
  afterAll(async () => {
    for (const cleanup of cleanups) await cleanup();
    for (const name of [NAMESPACE, ...OWN])
      await api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    api.close();
  }, 60_000);

  const newTool = (path = kubeconfig ?? '', env: Record<string, string> = {}): Tool => {
    const tool = new Tool(path, env);
    cleanups.push(() => tool.remove());
    return tool;
  };

  async function bench(name: string, namespace = NAMESPACE): Promise<Bench> {
    const proxy = await FaultProxy.start(kubeconfig ?? '');
    cleanups.push(() => proxy.close());
    const bare = newTool();
    const tool = bare.with({ KUBECONFIG: proxy.writeKubeconfig(join(bare.state, '..', 'kubeconfig')) });
    const web = deployment(namespace, name);
    await api.apply(web);
    await settled(api, web);
    return {
      tool,
      proxy,
      web,
      plan: (replicas = 2) => tool.plan(namespace, `deploy/${name}`, 'scale', `replicas=${replicas}`),
      replicas: async () => (await rollout(api, web)).spec.replicas,
    };
  }

  const write = (fault: Rule['fault'], more: Partial<Rule> = {}): Rule => ({
    fault,
    method: 'PATCH',
    isWrite: true,
    ...more,
  });
  const edit = (web: Manifest, more: object): Promise<void> =>
    api.patch({
      apiVersion: web.apiVersion,
      kind: web.kind,
      metadata: { name: web.metadata.name, namespace: web.metadata.namespace },
      ...more,
    });
  const Annotated = z.looseObject({
    metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).default({}) }),
  });
  const annotations = async (web: Manifest) => Annotated.parse(await api.get(web)).metadata.annotations;
  const annotate = (web: Manifest, key: string, value: string): Promise<void> => {
    const { name, namespace } = web.metadata;
    return api.patch({
      apiVersion: web.apiVersion,
      kind: web.kind,
      metadata: { name, namespace, annotations: { [key]: value } },
    });
  };

  // F1
  test('the server asks to stay away', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await bench('busy');
    const id = await plan();
    const later: Rule['fault'] = { do: 'answer', status: 429, retryAfter: 2 };
    proxy.rules(write(later, { times: 2 }), {
      fault: { do: 'answer', status: 429, retryAfter: 1 },
      method: 'GET',
      times: 3,
    });
    expect((await tool.apply(id)).code).toBe(0);
    expect(proxy.writes()).toHaveLength(1);
    expect(await replicas()).toBe(2);
    const sent = proxy.passed().filter(({ isWrite }) => isWrite);
    expect(sent.map(({ status }) => status)).toEqual([null, null, 200]);
    for (const [index, { atMs }] of sent.entries()) {
      expect(atMs - (sent[index - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(1_990);
    }
  });

  // F2
  test('the server fails before it does anything', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await bench('failing');
    const id = await plan();
    proxy.rules(write({ do: 'answer', status: 500 }, { times: 1 }), write({ do: 'answer', status: 503 }, { times: 1 }));
    expect((await tool.apply(id)).code).toBe(0);
    expect(proxy.writes()).toHaveLength(1);
    expect(tool.happened(id).filter((type) => type === 'EXECUTED')).toHaveLength(1);
    const other = await plan(3);
    proxy.rules(write({ do: 'answer', status: 500 }));
    const ended = await tool.apply(other);
    expect([ended.code, resultOf(ended).outcome]).toEqual([10, 'conflict']);
    expect(proxy.writes()).toEqual([]);
    expect(await replicas()).toBe(2);
    await tool.verify();
  });

  // F3
  test.for([
    ['is lost with its connection', { do: 'lose', how: 'drop' }],
    ['is a 504 of a gateway', { do: 'lose', how: 'gateway-timeout' }],
    ['breaks off in the middle', { do: 'cut' }],
  ] as const)('the answer %s', CONCURRENT, async ([_name, fault], { expect }) => {
    const { tool, proxy, plan, replicas } = await bench(`lost-${fault.do}-${'how' in fault ? fault.how : 'body'}`);
    const id = await plan();
    proxy.rules(write(fault));
    const ended = await tool.apply(id);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    expect(proxy.writes()).toHaveLength(1);
    expect(await replicas()).toBe(2);
    expect(tool.records(id).find(({ type }) => type === 'EXECUTED')).toMatchObject({ recovered: true });
    proxy.rules(write(fault));
    const back = await tool.rollback(id);
    expect(back.code, back.stdout + back.stderr).toBe(0);
    expect(proxy.writes()).toHaveLength(1);
    expect(await replicas()).toBe(1);
    await tool.verify();
  });

  test('the answer to a creation and a deletion is lost', CONCURRENT, async ({ expect }) => {
    const { tool, proxy } = await bench('lost-job');
    const spec = { backoffLimit: 0, template: { spec: { ...podSpec(['true']), restartPolicy: 'Never' } } };
    const nightly = { name: 'nightly', namespace: NAMESPACE };
    const schedule = { schedule: '0 0 1 1 *', suspend: true, jobTemplate: { spec } };
    await api.apply({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: nightly, spec: schedule });
    const id = await tool.plan(NAMESPACE, 'cronjob/nightly', 'cronjob.trigger');
    proxy.rules({ fault: { do: 'lose', how: 'drop' }, isWrite: true });
    const made = await tool.apply(id);
    expect(made.code, made.stdout + made.stderr).toBe(0);
    expect(proxy.writes().map(({ method }) => method)).toEqual(['POST']);
    const jobs = await api.list('batch/v1', 'Job', '');
    const [job, ...others] = jobs.filter(({ metadata }) => metadata.namespace === NAMESPACE);
    expect([job === undefined, others]).toEqual([false, []]);
    const gone = await tool.plan(NAMESPACE, `job/${job?.metadata.name}`, 'job.delete');
    proxy.rules({ fault: { do: 'lose', how: 'gateway-timeout' }, isWrite: true });
    const ended = await tool.apply(gone);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    expect(proxy.writes().map(({ method }) => method)).toEqual(['DELETE']);
    await tool.verify();
  });

  test('a request vanishes', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await bench('vanishing');
    const id = await plan();
    proxy.rules(write({ do: 'swallow' }, { times: 1 }));
    expect((await tool.apply(id)).code).toBe(0);
    expect(proxy.writes()).toHaveLength(1);
    expect(await replicas()).toBe(2);
  });

  // F4
  test('somebody else edits the object', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await bench('edited');
    const id = await plan();
    let edits = 0;
    const first = () => annotate(web, 'example.com/edit', String(++edits));
    proxy.rules(write({ do: 'first', act: first }));
    const ended = await tool.apply(id);
    expect([ended.code, resultOf(ended).outcome]).toEqual([10, 'conflict']);
    expect(tool.happened(id).filter((type) => type === 'CONFLICT')).toHaveLength(3);
    expect([edits, proxy.writes().length, await replicas()]).toEqual([3, 0, 1]);
    expect((await annotations(web))['example.com/edit']).toBe('3');

    const other = await plan();
    proxy.rules(write({ do: 'first', act: first }, { times: 2 }));
    expect((await tool.apply(other)).code).toBe(0);
    expect([proxy.writes().length, await replicas()]).toEqual([1, 2]);
    expect((await annotations(web))['example.com/edit']).toBe('5');
    await tool.verify();
  });

  test('somebody else edits the object every 50 ms', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await bench('restless');
    const id = await plan();
    proxy.rules();
    let [edits, isOver] = [0, false];
    const editing = (async () => {
      for (; !isOver; await sleep(50)) await annotate(web, 'example.com/edit', String(++edits));
    })();
    const ended = await tool.apply(id);
    isOver = true;
    await editing;
    const { outcome } = resultOf(ended);
    expect(outcome).toMatch(/^(succeeded|conflict)$/);
    expect([proxy.writes().length, await replicas()]).toEqual(outcome === 'succeeded' ? [1, 2] : [0, 1]);
    expect((await annotations(web))['example.com/edit']).toBe(String(edits));
  });

  // F10: the second attempt overwrites the backup of the first one.
  test('it is killed while it makes its backup anew', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await bench('halfway');
    const id = await plan();
    proxy.rules(write({ do: 'first', act: () => annotate(web, 'example.com/edit', '1') }, { times: 1 }));
    const second = { contains: '"formatVersion": 1', path: '/tmp/', at: 2 };
    const killed = await tool.apply(id, withFault({ do: 'kill', when: 'before', ...second }));
    expect(killed.code).toBeNull();
    const ended = await tool.recover();
    expect([ended.code, proxy.writes(), await replicas()], ended.stderr).toEqual([0, [], 1]);
    await tool.verify();
  });

  // F7
  test('the server is away for a moment', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await bench('restarting');
    const id = await plan();
    await proxy.down();
    const early = await tool.apply(id);
    expect([early.code, early.stderr]).toEqual([3, expect.stringContaining('refuses connections')]);
    await proxy.up();
    const back = async () => {
      await sleep(1_500);
      await proxy.up();
    };
    // The server takes the request, and is gone before it answers.
    let returned = Promise.resolve();
    const leave = async () => {
      await proxy.down();
      returned = back();
    };
    proxy.rules(write({ do: 'first', act: leave }));
    const ended = await tool.apply(id);
    await returned;
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    expect([proxy.writes().length, await replicas()]).toEqual([1, 2]);

    const other = await plan(3);
    proxy.rules();
    const running = tool.start(['remediate', 'apply', other, '--yes', '-o', 'json']).ended;
    await until(async () => tool.happened(other).includes('EXECUTED'), 'the change is made');
    await leave();
    const verified = await running;
    await returned;
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    expect([proxy.writes().length, await replicas()]).toEqual([1, 3]);
    await tool.verify();
  });

  // F14
  test.for([
    ['has one bit flipped', (path: string) => writeFileSync(path, flipped(readFileSync(path)))],
    ['is cut short', (path: string) => truncateSync(path, 40)],
    ['is gone', (path: string) => rmSync(path)],
  ] as const)('a backup %s', CONCURRENT, async ([how, damage], { expect }) => {
    const { tool, proxy, plan, replicas } = await bench(`backup-${how.split(' ').join('-')}`);
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
    const { tool, proxy, plan, replicas } = await bench('journal');
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

  // F17, F18
  test('a later step is denied', CONCURRENT, async ({ expect }) => {
    const benches = [await bench('steps-a'), await bench('steps-b'), await bench('steps-c')] as const;
    const [{ tool, proxy, web }] = benches;
    const together = async (): Promise<string> => {
      const ids: string[] = [];
      for (const { web: one } of benches) {
        ids.push(await tool.plan(NAMESPACE, `deploy/${one.metadata.name}`, 'scale', 'replicas=2'));
      }
      return joined(tool, ids);
    };
    const message = 'admission webhook "deny.example.com" denied the request: not today';
    const deny = write({ do: 'answer', status: 403, message }, { path: 'steps-c' });
    const id = await together();
    proxy.rules(deny);
    const ended = await tool.apply(id);
    const result = resultOf(ended);
    expect([ended.code, result.outcome, result.left]).toEqual([12, 'rolled-back', []]);
    expect(result.reason).toContain('not today');
    expect(proxy.writes().map(({ path }) => /steps-[abc]/.exec(path)?.[0])).toEqual([
      'steps-a',
      'steps-b',
      'steps-b',
      'steps-a',
    ]);
    for (const { replicas } of benches) expect(await replicas()).toBe(1);

    const drifting = await together();
    // Somebody scales the first one while the second one is being changed.
    proxy.rules(
      deny,
      write({ do: 'first', act: () => edit(web, { spec: { replicas: 3 } }) }, { path: 'steps-b', times: 1 }),
    );
    const partly = await tool.apply(drifting);
    const said = resultOf(partly);
    expect([partly.code, said.outcome]).toEqual([13, 'partially-rolled-back']);
    expect(said.left).toEqual([
      expect.stringMatching(/Deployment mekhanikube-faults-api\/steps-a.* was 1, we set 2, it is 3/),
    ]);
    expect(await Promise.all(benches.map(({ replicas }) => replicas()))).toEqual([3, 1, 1]);
    await tool.verify();
  });

  // F21
  test('the object is deleted and made anew', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await bench('anew');
    const remake = async () => {
      await api.remove(web);
      await until(async () => (await api.get(web)) === undefined, 'it is gone');
      await api.apply(web);
    };
    const old = await plan();
    await remake();
    proxy.rules();
    const ended = await tool.apply(old);
    expect([ended.code, proxy.writes(), await replicas()]).toEqual([10, [], 1]);

    const backedUp = await plan();
    proxy.rules(write({ do: 'first', act: remake }, { times: 1 }));
    const raced = await tool.apply(backedUp);
    expect([raced.code, proxy.writes(), await replicas()]).toEqual([10, [], 1]);
    expect(tool.happened(backedUp)).toContain('CONFLICT');

    await settled(api, web);
    const done = await plan();
    expect((await tool.apply(done)).code).toBe(0);
    await remake();
    proxy.rules();
    const back = await tool.rollback(done);
    expect([back.code, proxy.writes(), await replicas()]).toEqual([13, [], 1]);
    expect(resultOf(back).left).toEqual([expect.stringContaining('was made anew by somebody else')]);
    await tool.verify();
  });

  // F22
  test('the namespace is going away', CONCURRENT, async ({ expect }) => {
    const namespace = `${NAMESPACE}-gone`;
    const { tool, proxy, plan, web } = await bench('web', namespace);
    const id = await plan();
    const { name } = web.metadata;
    await api.patch({ ...web, metadata: { name, namespace, finalizers: ['example.com/stay'] } });
    try {
      await api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      proxy.rules();
      const ended = await tool.apply(id);
      expect([ended.code, proxy.writes()]).toEqual([10, []]);
      expect(resultOf(ended).reason).toContain(`Namespace ${namespace} is Terminating`);
    } finally {
      await api.patch({ ...web, metadata: { name, namespace, finalizers: null } });
    }
  });

  // F23
  test('a controller fights the change', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await bench('fought');
    const id = await plan(3);
    proxy.rules();
    let [fights, isOver] = [0, false];
    const fighting = (async () => {
      for (; !isOver; await sleep(100)) {
        if ((await replicas()) === 1) continue;
        await edit(web, { spec: { replicas: 1 } });
        fights++;
      }
    })();
    const ended = await tool.apply(id);
    isOver = true;
    await fighting;
    // Only the note on the object is left to be taken back.
    expect([ended.code, fights, await replicas(), proxy.writes().length]).toEqual([12, 1, 1, 2]);
    expect(await annotations(web)).not.toHaveProperty(['mekhanikube.io/last-run']);
    expect(resultOf(ended).reason).toMatch(/took the change of spec\.replicas of Deployment .* back$/);
  });

  // F25: a real server refuses to store such a webhook since 1.22; what it says for those of old is played by the proxy.
  test('the server cannot try a change', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await bench('untried');
    const id = await plan();
    const message = 'admission webhook "old.example.com" does not support dry run';
    proxy.rules({ fault: { do: 'answer', status: 400, message }, method: 'PATCH', path: 'dryRun=All' });
    const ended = await tool.apply(id);
    expect([ended.code, proxy.writes(), await replicas()]).toEqual([10, [], 1]);
    expect(resultOf(ended).reason).toContain('does not support dry run');
  });

  // F28
  test('a right is taken away', CONCURRENT, async ({ expect }) => {
    const namespace = `${NAMESPACE}-rights`;
    const { tool, proxy, replicas } = await bench('web', namespace);
    const user = 'faults-repairer';
    const roles = await grant(api, tool, { actions: 'scale', namespace, subject: { kind: 'User', name: user } });
    cleanups.push(roles.remove);
    const acting = tool.with({ MEKHANIKUBE_AS: user });
    const plan = (count: number) => acting.plan(namespace, 'deploy/web', 'scale', `replicas=${count}`);
    const takeAway = () => withoutVerb(api, roles.role, 'deployments', 'patch');
    const giveBack = async () => {
      await api.apply(roles.role);
      await sleep(1_000);
    };
    await sleep(1_000);
    const allowed = await acting.apply(await plan(2));
    expect(allowed.code, allowed.stdout + allowed.stderr).toBe(0);

    const before = await plan(3);
    await takeAway();
    proxy.rules();
    const denied = await acting.apply(before);
    expect([denied.code, proxy.writes(), await replicas()]).toEqual([10, [], 2]);
    expect(resultOf(denied).reason).toMatch(/patch.*deployments|deployments.*patch/);
    expect(resultOf(denied).reason).toContain(namespace);

    await giveBack();
    const during = await plan(3);
    proxy.rules(write({ do: 'first', act: takeAway }, { times: 1 }));
    const refused = await acting.apply(during);
    expect([refused.code, proxy.writes(), await replicas()]).toEqual([12, [], 2]);
    expect(resultOf(refused).reason).toMatch(/cannot patch resource "deployments"/);

    await giveBack();
    const done = await plan(3);
    expect((await acting.apply(done)).code).toBe(0);
    await takeAway();
    proxy.rules();
    const back = await acting.rollback(done);
    expect([back.code, proxy.writes(), await replicas()]).toEqual([13, [], 3]);
    expect(resultOf(back).left).toEqual([expect.stringMatching(/web: .*cannot patch resource "deployments"/)]);
  });

  // F29
  test('the quota becomes smaller', CONCURRENT, async ({ expect }) => {
    const namespace = `${NAMESPACE}-quota`;
    const { tool, proxy, plan, replicas } = await bench('web', namespace);
    const quota: Manifest = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small', namespace },
      spec: { hard: { pods: '1' } },
    };
    const Quota = z.looseObject({ status: z.looseObject({ used: z.looseObject({ pods: z.string() }) }) });
    const tighten = async () => {
      await api.apply(quota);
      await until(async () => Quota.safeParse(await api.get(quota)).data?.status.used.pods === '1', 'the quota counts');
    };
    const id = await plan();
    await tighten();
    proxy.rules();
    const denied = await tool.apply(id);
    expect([denied.code, proxy.writes(), await replicas()]).toEqual([10, [], 1]);
    expect(resultOf(denied).reason).toContain('small');

    await api.remove(quota);
    const args = [
      'remediate',
      'plan',
      'deploy/web',
      '-n',
      namespace,
      '--action',
      'scale',
      '--param',
      'replicas=2',
      '--timeout',
      '10s',
      '-o',
      'json',
    ];
    const short = await tool.run(args);
    proxy.rules(write({ do: 'first', act: tighten }, { times: 1 }));
    const late =
      z.object({ items: z.array(z.looseObject({ id: z.string() })) }).parse(JSON.parse(short.stdout)).items[0]?.id ??
      '';
    const ended = await tool.apply(late);
    expect([ended.code, proxy.writes().length, await replicas()]).toEqual([12, 2, 1]);
    expect(resultOf(ended).outcome).toBe('rolled-back');
  });

  // F31
  test('it is told to stop while it verifies', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await bench('stopped');
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
    const { tool, plan, replicas } = await bench('told');
    const sink = await startSink();
    cleanups.push(() => sink.close());
    const channels = join(tool.state, '..', 'channels.yaml');
    const channel = { name: 'oncall', type: 'webhook', urlFrom: 'ONCALL_URL', allowPrivate: true };
    writeFileSync(channels, JSON.stringify({ channels: [channel] }));
    const env = { MEKHANIKUBE_CHANNELS: channels, ONCALL_URL: sink.address };
    const [scaling, telling] = [await plan(), await tool.plan(NAMESPACE, 'deploy/told', 'notify', 'channel=oncall')];
    // The request to scale is refused, so that the fallback tells of it.
    const id = joined(tool, [scaling], [telling]);
    const proxy = await FaultProxy.start(kubeconfig ?? '');
    cleanups.push(() => proxy.close());
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
    const { tool, proxy, plan, replicas } = await bench('untrusted');
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
    await api.apply(secret);
    const { tool, web } = await bench('web', namespace);
    const [container] = podSpec()['containers'] as object[];
    const env = [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } }];
    const labels = { app: 'web' };
    const spec = {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...podSpec(), containers: [{ ...container, env }] } },
    };
    await api.apply({ ...web, spec });
    await settled(api, web);
    const subject = { kind: 'ServiceAccount', name: 'default', namespace } as const;
    const roles = await grant(api, tool, { actions: 'scale,rollout.restart,resources.set', namespace, subject });
    cleanups.push(roles.remove);
    const token = await tokenFor(api, namespace);
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
      await settled(api, web);
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
    const { tool, proxy, replicas } = await bench('full');
    const disk = join(tool.state, '..', 'disk');
    skip(!mounted(disk, 'size=24m'), 'a small disk can only be made by root, on Linux');
    cleanups.unshift(() => execFileSync('umount', ['--lazy', disk]));
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
    const { tool, proxy, plan, replicas } = await bench('broken');
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
    cleanups.unshift(() => execFileSync('umount', ['--lazy', disk]));
    const own = tool.with({ MEKHANIKUBE_STATE: join(disk, 'state') });
    const last = await own.plan(NAMESPACE, 'deploy/broken', 'scale', 'replicas=1');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    proxy.rules();
    const denied = await own.apply(last);
    expect([denied.code, proxy.writes(), await replicas()]).toEqual([14, [], 2]);
    expect(denied.stderr).toContain('read-only');
  });

  test('two processes share a state folder', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await bench('shared');
    const [id, other] = [await plan(), await plan(3)];
    const gate = Promise.withResolvers<void>();
    proxy.rules(write({ do: 'first', act: () => gate.promise }, { times: 1 }));
    const first = tool.apply(id);
    await until(async () => tool.happened(id).includes('EXECUTING'), 'the first one is at work');
    const second = await newTool(kubeconfig ?? '', { MEKHANIKUBE_STATE: tool.state }).apply(other);
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

  test('two state folders have the same target', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, replicas } = await bench('contested');
    const rival = newTool().with({ KUBECONFIG: join(tool.state, '..', 'kubeconfig') });
    for (const wanted of [2, 1, 2, 1]) {
      const tools = [tool, rival];
      const ids = await Promise.all(
        tools.map((one) => one.plan(NAMESPACE, 'deploy/contested', 'scale', `replicas=${wanted}`)),
      );
      proxy.rules();
      const ended = await Promise.all(tools.map((one, index) => one.apply(ids[index] ?? '')));
      const told = ended.map(({ code, stdout, stderr }) => `${code}: ${stdout}${stderr}`).join('\n');
      expect(ended.map(({ code }) => code).sort(), told).toEqual([0, 10]);
      expect([proxy.writes().length, await replicas()], told).toEqual([1, wanted]);
      const executed = tools.map(
        (one, index) => one.happened(ids[index] ?? '').filter((type) => type === 'EXECUTED').length,
      );
      expect(executed.sort(), told).toEqual([0, 1]);
    }
    await Promise.all([tool.verify(), rival.verify()]);
  });
});

const RBAC = 'rbac.authorization.k8s.io/v1';

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

/** Makes one plan of several, in the first one's place: steps in their order, and what is done where they fail. */
function joined(tool: Tool, steps: readonly string[], fallback: readonly string[] = []): string {
  const state = openState(tool.state, { access: 'write' });
  try {
    const backups = openBackups(state, { keys: keyring([]) });
    const planOf = (id: string) => PlanSchema.parse(backups.findRun(id).readJson('plan.json', PlanSchema));
    const numbered = (ids: readonly string[], from: number) =>
      ids
        .flatMap((id) => planOf(id).steps)
        .map((step, index) => ({ ...step, id: `${String(from + index).padStart(2, '0')}-${step.action}` }));
    const [first = ''] = steps;
    const whole = { ...planOf(first), steps: numbered(steps, 1), fallback: numbered(fallback, steps.length + 1) };
    backups.findRun(first).writeJson('plan.json', { ...whole, hash: hashOf(whole) });
    return first;
  } finally {
    state.close();
  }
}

/** Makes a disk of its own here; false where that is not allowed. */
function mounted(path: string, options: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  mkdirSync(path, { mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  return true;
}

interface Subject {
  readonly kind: 'User' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
}

/** Gives somebody the rights that the tool says these actions need, and those to look at the namespace. */
async function grant(
  api: ClusterApi,
  tool: Tool,
  { actions, namespace, subject }: { readonly actions: string; readonly namespace: string; readonly subject: Subject },
): Promise<{ readonly role: Manifest; remove(): Promise<void> }> {
  const { stdout } = await tool.run(['rbac', 'generate', '--actions', actions, '-n', namespace, '--name', namespace]);
  const roles = z.array(Manifest).parse(loadAll(stdout));
  const view: Manifest = { apiVersion: RBAC, kind: 'ClusterRole', metadata: { name: 'view' } };
  const objects = [
    ...roles,
    ...roles.map((role) => bindingOf(role, subject)),
    { ...bindingOf(view, subject), kind: 'RoleBinding', metadata: { name: `${namespace}-view`, namespace } },
  ];
  for (const object of objects) await api.apply(object);
  // Until every cache of the API server knows of it.
  await sleep(1_000);
  const [role] = roles;
  if (role === undefined) throw new Error(`no role for ${actions}`);
  return {
    role,
    async remove() {
      for (const object of objects) await api.remove(object);
    },
  };
}

function bindingOf({ kind, metadata }: Manifest, subject: Subject): Manifest {
  const { name, namespace } = metadata;
  const group = 'rbac.authorization.k8s.io';
  return {
    apiVersion: RBAC,
    kind: kind === 'Role' ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: group, kind, name },
    subjects: [subject.kind === 'User' ? { apiGroup: group, ...subject } : subject],
  };
}

const Rules = z.looseObject({
  rules: z.array(z.looseObject({ resources: z.array(z.string()).default([]), verbs: z.array(z.string()) })),
});

async function withoutVerb(api: ClusterApi, role: Manifest, resource: string, verb: string): Promise<void> {
  const rules = Rules.parse(role).rules.map((rule) =>
    rule.resources.includes(resource) ? { ...rule, verbs: rule.verbs.filter((one) => one !== verb) } : rule,
  );
  await api.apply({ ...role, rules });
  await sleep(1_000);
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
