import { expect } from 'vitest';
import { z } from 'zod';
import { annotating } from './policies.ts';
import { objections, type Telling } from './story.ts';
import { deployment, healthy, live, readyPods } from './workloads.ts';

const Budget = z.object({
  status: z.object({ disruptionsAllowed: z.number(), currentHealthy: z.number() }).optional(),
});
const OnNode = z.object({ spec: z.object({ nodeName: z.string() }) });
const NodeSpec = z.object({ spec: z.object({ unschedulable: z.boolean().default(false) }) });

const budget: Telling = {
  name: 'budget',
  about: 'a PodDisruptionBudget without room stops an eviction and a drain: nothing is evicted, nothing stays cordoned',
  async tell(story) {
    await healthy(story);
    const pods = await readyPods(story);
    const pod = pods[0]?.name ?? '';
    const early = await story.planOnce([`pod/${pod}`, '--action', 'pod.evict']);
    expect(objections(early)).toEqual([]);
    await story.put({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    });
    await story.until('the budget is counted', async () => {
      const found = await story.find('policy/v1', 'PodDisruptionBudget', 'web', Budget);
      return found?.status?.currentHealthy === 1 && found.status.disruptionsAllowed === 0;
    });
    const reason = `PodDisruptionBudget ${story.namespace}/web allows no disruption of Pod ${story.namespace}/${pod}`;
    const evicted = await story.apply(early.id, ['--yes']);
    expect(evicted).toMatchObject({
      code: 10,
      outcome: 'abandoned',
      denied: [{ reason: expect.stringContaining(reason) }],
    });
    const evict = await story.plan([`pod/${pod}`, '--action', 'pod.evict']);
    expect(evict.code).toBe(10);
    expect(evict.items.flatMap(objections).join()).toContain(reason);

    const node = (await story.find('v1', 'Pod', pod, OnNode))?.spec.nodeName ?? '';
    const drain = await story.plan([`node/${node}`, '--action', 'node.drain']);
    expect(drain.code).toBe(10);
    expect(drain.items.flatMap(objections).join()).toContain(reason);
    expect((await story.find('v1', 'Node', node, NodeSpec))?.spec.unschedulable).toBe(false);
    expect(await readyPods(story)).toEqual(pods);
  },
};

const Quota = z.object({
  status: z.object({ used: z.record(z.string(), z.string()).default({}) }).default({ used: {} }),
});

const quota: Telling = {
  name: 'quota',
  about: 'a quota without room forbids more pods, and says how much is missing',
  async tell(story) {
    const hard = { 'requests.memory': '20Mi' };
    await story.put({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small' }, spec: { hard } });
    const before = await healthy(story);
    await story.until('the quota is counted', async () => {
      const found = await story.find('v1', 'ResourceQuota', 'small', Quota);
      return found?.status.used['requests.memory'] === '8Mi';
    });
    const { code, items } = await story.plan(['deploy/web', '--action', 'scale', '--param', 'replicas=3']);
    expect(code).toBe(10);
    const says = `requests.memory: 16Mi more needed, and ResourceQuota ${story.namespace}/small has 12Mi left (8Mi of 20Mi used)`;
    expect(items.flatMap(objections)).toEqual([says]);
    const denied = [{ guard: 'quota', reason: says, hint: expect.stringContaining('raise requests.memory') }];
    expect(await story.apply(items[0]?.id ?? '', ['--yes'])).toMatchObject({ code: 10, outcome: 'abandoned', denied });
    expect((await live(story)).metadata.generation).toBe(before.metadata.generation);
    // What fits is done.
    const fits = await story.planOnce(['deploy/web', '--action', 'scale', '--param', 'replicas=2']);
    expect(await story.apply(fits.id, ['--yes'])).toMatchObject({ code: 0, outcome: 'succeeded' });
    expect((await live(story)).status.readyReplicas).toBe(2);
  },
};

const Bounds = z.object({ spec: z.object({ minReplicas: z.number(), maxReplicas: z.number() }) });

const autoscaled: Telling = {
  name: 'autoscaled',
  about: 'what an autoscaler scales is led to its bounds',
  async tell(story) {
    const before = await healthy(story);
    const [kind, apiVersion] = ['HorizontalPodAutoscaler', 'autoscaling/v2'];
    await story.put({
      apiVersion,
      kind,
      metadata: { name: 'web' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 1,
        maxReplicas: 3,
      },
    });
    const scale = await story.plan(['deploy/web', '--action', 'scale', '--param', 'replicas=2']);
    expect(scale.code).toBe(10);
    expect(scale.items[0]?.steps[0]?.judgements).toMatchObject([
      { allows: false, hint: expect.stringContaining('hpa.adjust') },
    ]);
    expect((await live(story)).metadata.generation).toBe(before.metadata.generation);

    const bounds = async () => (await story.find(apiVersion, kind, 'web', Bounds))?.spec;
    const plan = await story.planOnce(['hpa/web', '--action', 'hpa.adjust', '--param', 'minReplicas=2']);
    expect(await story.apply(plan.id, ['--yes'])).toMatchObject({ code: 0, outcome: 'succeeded' });
    expect(await bounds()).toEqual({ minReplicas: 2, maxReplicas: 3 });
    await story.until('the autoscaler follows', async () => (await live(story)).status.readyReplicas === 2);
    expect(await story.rollBack(plan.id)).toBe(0);
    expect(await bounds()).toEqual({ minReplicas: 1, maxReplicas: 3 });
  },
};

const TARGETS = 40;

const storm: Telling = {
  name: 'storm',
  about: 'a storm of 40 targets is stopped by the brake',
  async tell(story) {
    const names = Array.from({ length: TARGETS }, (_, index) => `web-${index}`);
    const broken = { image: 'busybox:0.0.0-none', imagePullPolicy: 'Never' };
    await Promise.all(names.map((name) => story.put(deployment({ name, ...broken }))));
    const policy = (threshold: number) =>
      story.policies(
        `threshold-${threshold}`,
        annotating(
          story.namespace,
          `  mode: Auto
  safeguards:
    cooldown: {perTarget: 30m}
    rate: {window: 1h, max: 100}
    blastRadius: {stormThreshold: ${threshold}}
`,
        ).replace(
          'object: {cel: "target.spec.replicas >= 0"}',
          'finding: {check: image-never-pull-absent, scope: ownedPods}',
        ),
      );
    const policies = policy(5);
    await story.until('every one of them is broken', async () => {
      const { stdout } = await story.mk(['policy', 'simulate', policies, '-n', story.namespace, '-o', 'json']);
      return stdout.split('"Storm"').length > TARGETS;
    });
    const before = await Promise.all(names.map((name) => live(story, name)));
    const { code, items } = await story.plan(['--policies', policies]);
    expect(code).toBe(10);
    expect(items).toHaveLength(TARGETS);
    const reason = '40 targets are in trouble at once, more than stormThreshold 5';
    expect(new Set(items.flatMap(objections))).toEqual(new Set([reason]));
    for (const { id } of items.slice(0, 2)) {
      const denied = [{ guard: 'blast-radius', reason }];
      expect(await story.apply(id, ['--policies', policies])).toMatchObject({ code: 10, outcome: 'abandoned', denied });
    }
    const after = await Promise.all(names.map((name) => live(story, name)));
    expect(after.map(({ metadata }) => metadata)).toEqual(before.map(({ metadata }) => metadata));

    // Nothing else stood against it.
    const calm = policy(50);
    const [first] = (await story.plan(['deploy/web-0', '--policies', calm])).items;
    expect(await story.apply(first?.id ?? '', ['--policies', calm])).toMatchObject({ code: 0, outcome: 'succeeded' });
    expect((await live(story, 'web-0')).metadata.annotations['mekhanikube.io/note']).toBe('seen');
  },
};

export const LIMITS = [storm, autoscaled, budget, quota];
