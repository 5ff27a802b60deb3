import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { testKubeconfig } from '../../support/cluster.ts';
import type { Rule } from '../../support/fault-proxy.ts';
import { RepairLab, write } from '../../support/repair-lab.ts';
import { podSpec, resultOf, until } from '../../support/repair-stage.ts';

// Each test keeps one process of the tool busy.
vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000 });

const kubeconfig = testKubeconfig();
const NAMESPACE = 'mekhanikube-faults-api';
const CONCURRENT = { concurrent: true } as const;

describe.skipIf(kubeconfig === null)('repair keeps its promises while', () => {
  let lab: RepairLab;
  beforeAll(async () => {
    lab = await RepairLab.open(kubeconfig ?? '', [NAMESPACE]);
  }, 200_000);
  afterAll(() => lab.close(), 60_000);

  // F1
  test('the server asks to stay away', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('busy');
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
    const { tool, proxy, plan, replicas } = await lab.bench('failing');
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
    const { tool, proxy, plan, replicas } = await lab.bench(`lost-${fault.do}-${'how' in fault ? fault.how : 'body'}`);
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
    const { tool, proxy } = await lab.bench('lost-job');
    const spec = { backoffLimit: 0, template: { spec: { ...podSpec(['true']), restartPolicy: 'Never' } } };
    const nightly = { name: 'nightly', namespace: NAMESPACE };
    const schedule = { schedule: '0 0 1 1 *', suspend: true, jobTemplate: { spec } };
    await lab.api.apply({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: nightly, spec: schedule });
    const id = await tool.plan(NAMESPACE, 'cronjob/nightly', 'cronjob.trigger');
    proxy.rules({ fault: { do: 'lose', how: 'drop' }, isWrite: true });
    const made = await tool.apply(id);
    expect(made.code, made.stdout + made.stderr).toBe(0);
    expect(proxy.writes().map(({ method }) => method)).toEqual(['POST']);
    const jobs = await lab.api.list('batch/v1', 'Job', '');
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
    const { tool, proxy, plan, replicas } = await lab.bench('vanishing');
    const id = await plan();
    proxy.rules(write({ do: 'swallow' }, { times: 1 }));
    expect((await tool.apply(id)).code).toBe(0);
    expect(proxy.writes()).toHaveLength(1);
    expect(await replicas()).toBe(2);
  });

  // F7
  test('the server is away for a moment', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('restarting');
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

  // F25: a real server refuses to store such a webhook since 1.22; what it says for those of old is played by the proxy.
  test('the server cannot try a change', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas } = await lab.bench('untried');
    const id = await plan();
    const message = 'admission webhook "old.example.com" does not support dry run';
    proxy.rules({ fault: { do: 'answer', status: 400, message }, method: 'PATCH', path: 'dryRun=All' });
    const ended = await tool.apply(id);
    expect([ended.code, proxy.writes(), await replicas()]).toEqual([10, [], 1]);
    expect(resultOf(ended).reason).toContain('does not support dry run');
  });
});
