import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { z } from 'zod';
import { testKubeconfig } from '../../support/cluster.ts';
import type { ClusterApi, Manifest } from '../../support/cluster-api.ts';
import { grant, joined, RepairLab, write } from '../../support/repair-lab.ts';
import { resultOf, settled, until } from '../../support/repair-stage.ts';

// Each test keeps one process of the tool busy.
vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000 });

const kubeconfig = testKubeconfig();
const NAMESPACE = 'mekhanikube-faults-others';
const CONCURRENT = { concurrent: true } as const;

describe.skipIf(kubeconfig === null)('repair respects others while', () => {
  let lab: RepairLab;
  beforeAll(async () => {
    lab = await RepairLab.open(kubeconfig ?? '', [
      NAMESPACE,
      `${NAMESPACE}-quota`,
      `${NAMESPACE}-gone`,
      `${NAMESPACE}-rights`,
    ]);
  }, 200_000);
  afterAll(() => lab.close(), 60_000);

  // F4
  test('somebody else edits the object', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await lab.bench('edited');
    const id = await plan();
    let edits = 0;
    const first = () => lab.annotate(web, 'example.com/edit', String(++edits));
    proxy.rules(write({ do: 'first', act: first }));
    const ended = await tool.apply(id);
    expect([ended.code, resultOf(ended).outcome]).toEqual([10, 'conflict']);
    expect(tool.happened(id).filter((type) => type === 'CONFLICT')).toHaveLength(3);
    expect([edits, proxy.writes().length, await replicas()]).toEqual([3, 0, 1]);
    expect((await lab.annotations(web))['example.com/edit']).toBe('3');

    const other = await plan();
    proxy.rules(write({ do: 'first', act: first }, { times: 2 }));
    expect((await tool.apply(other)).code).toBe(0);
    expect([proxy.writes().length, await replicas()]).toEqual([1, 2]);
    expect((await lab.annotations(web))['example.com/edit']).toBe('5');
    await tool.verify();
  });

  test('somebody else edits the object every 50 ms', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await lab.bench('restless');
    const id = await plan();
    proxy.rules();
    let [edits, isOver] = [0, false];
    const editing = (async () => {
      for (; !isOver; await sleep(50)) await lab.annotate(web, 'example.com/edit', String(++edits));
    })();
    const ended = await tool.apply(id);
    isOver = true;
    await editing;
    const { outcome } = resultOf(ended);
    expect(outcome).toMatch(/^(succeeded|conflict)$/);
    expect([proxy.writes().length, await replicas()]).toEqual(outcome === 'succeeded' ? [1, 2] : [0, 1]);
    expect((await lab.annotations(web))['example.com/edit']).toBe(String(edits));
  });

  // F17, F18
  test('a later step is denied', CONCURRENT, async ({ expect }) => {
    const benches = [await lab.bench('steps-a'), await lab.bench('steps-b'), await lab.bench('steps-c')] as const;
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
      write({ do: 'first', act: () => lab.edit(web, { spec: { replicas: 3 } }) }, { path: 'steps-b', times: 1 }),
    );
    const partly = await tool.apply(drifting);
    const said = resultOf(partly);
    expect([partly.code, said.outcome]).toEqual([13, 'partially-rolled-back']);
    expect(said.left).toEqual([
      expect.stringMatching(/Deployment mekhanikube-faults-others\/steps-a.* was 1, we set 2, it is 3/),
    ]);
    expect(await Promise.all(benches.map(({ replicas }) => replicas()))).toEqual([3, 1, 1]);
    await tool.verify();
  });

  // F21
  test('the object is deleted and made anew', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await lab.bench('anew');
    const remake = async () => {
      await lab.api.remove(web);
      await until(async () => (await lab.api.get(web)) === undefined, 'it is gone');
      await lab.api.apply(web);
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

    await settled(lab.api, web);
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
    const { tool, proxy, plan, web } = await lab.bench('web', namespace);
    const id = await plan();
    const { name } = web.metadata;
    await lab.api.patch({ ...web, metadata: { name, namespace, finalizers: ['example.com/stay'] } });
    try {
      await lab.api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      proxy.rules();
      const ended = await tool.apply(id);
      expect([ended.code, proxy.writes()]).toEqual([10, []]);
      expect(resultOf(ended).reason).toContain(`Namespace ${namespace} is Terminating`);
    } finally {
      await lab.api.patch({ ...web, metadata: { name, namespace, finalizers: null } });
    }
  });

  // F23
  test('a controller fights the change', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, plan, replicas, web } = await lab.bench('fought');
    const id = await plan(3);
    proxy.rules();
    let [fights, isOver] = [0, false];
    const fighting = (async () => {
      for (; !isOver; await sleep(100)) {
        if ((await replicas()) === 1) continue;
        await lab.edit(web, { spec: { replicas: 1 } });
        fights++;
      }
    })();
    const ended = await tool.apply(id);
    isOver = true;
    await fighting;
    // Only the note on the object is left to be taken back.
    expect([ended.code, fights, await replicas(), proxy.writes().length]).toEqual([12, 1, 1, 2]);
    expect(await lab.annotations(web)).not.toHaveProperty(['mekhanikube.io/last-run']);
    expect(resultOf(ended).reason).toMatch(/took the change of spec\.replicas of Deployment .* back$/);
  });

  // F28
  test('a right is taken away', CONCURRENT, async ({ expect }) => {
    const namespace = `${NAMESPACE}-rights`;
    const { tool, proxy, replicas } = await lab.bench('web', namespace);
    const user = 'faults-repairer';
    const roles = await grant(lab.api, tool, { actions: 'scale', namespace, subject: { kind: 'User', name: user } });
    lab.atEnd(roles.remove);
    const acting = tool.with({ MEKHANIKUBE_AS: user });
    const plan = (count: number) => acting.plan(namespace, 'deploy/web', 'scale', `replicas=${count}`);
    const takeAway = () => withoutVerb(lab.api, roles.role, 'deployments', 'patch');
    const giveBack = async () => {
      await lab.api.apply(roles.role);
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
    const { tool, proxy, plan, replicas } = await lab.bench('web', namespace);
    const quota: Manifest = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small', namespace },
      spec: { hard: { pods: '1' } },
    };
    const Quota = z.looseObject({ status: z.looseObject({ used: z.looseObject({ pods: z.string() }) }) });
    const tighten = async () => {
      await lab.api.apply(quota);
      await until(
        async () => Quota.safeParse(await lab.api.get(quota)).data?.status.used.pods === '1',
        'the quota counts',
      );
    };
    const id = await plan();
    await tighten();
    proxy.rules();
    const denied = await tool.apply(id);
    expect([denied.code, proxy.writes(), await replicas()]).toEqual([10, [], 1]);
    expect(resultOf(denied).reason).toContain('small');

    await lab.api.remove(quota);
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

  test('two state folders have the same target', CONCURRENT, async ({ expect }) => {
    const { tool, proxy, replicas } = await lab.bench('contested');
    const rival = lab.tool().with({ KUBECONFIG: join(tool.state, '..', 'kubeconfig') });
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
