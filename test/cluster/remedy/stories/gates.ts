import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { AUTO, annotating } from './policies.ts';
import { objections, type Story, type Telling } from './story.ts';
import { deployment, live } from './workloads.ts';

const NOTE = 'mekhanikube.io/note';
/** Nothing runs: these stories are about what may be written. */
const EMPTY = { replicas: 0 };

async function noteOn(story: Story, name = 'web'): Promise<string | undefined> {
  return (await live(story, name)).metadata.annotations[NOTE];
}

/** Plans under a policy that annotates, and applies the plan, which is refused; nothing is written. */
async function refused(story: Story, policy: string, reason: string, planCode = 10): Promise<void> {
  const policies = ['--policies', story.policies('annotate', annotating(story.namespace, policy))];
  const { code, items } = await story.plan(['deploy/web', ...policies]);
  expect(code).toBe(planCode);
  expect(items.flatMap(objections).join()).toContain(reason);
  const ended = await story.apply(items[0]?.id ?? '', policies);
  expect(ended).toMatchObject({ code: 10, outcome: 'abandoned' });
  expect(ended.reason).toContain(reason);
  expect(await noteOn(story)).toBeUndefined();
}

const byHand = ['--action', 'meta.annotate', '--param', `key=${NOTE}`, '--param', 'value=seen'];

const protectedParts: Telling = {
  name: 'protected',
  about: 'kube-system, and a namespace that says so, are left alone',
  async tell(story) {
    // A later -n does not replace the first one: it is asked without the namespace of the story.
    const plan = ['remediate', 'plan', 'deploy/coredns', '-n', 'kube-system', ...byHand];
    const system = await story.mk(plan);
    expect(system).toMatchObject({ code: 10, stderr: '' });
    expect(system.stdout).toContain('kube-system');
    expect(system.stdout).toContain('is a namespace of the system');

    await story.put(deployment(EMPTY));
    await story.label({ 'mekhanikube.io/remediation': 'disabled' });
    await refused(story, AUTO, `Namespace ${story.namespace} carries mekhanikube.io/remediation=disabled`);
    const { code } = await story.plan(['deploy/web', ...byHand]);
    expect(code).toBe(10);
  },
};

const propose: Telling = {
  name: 'propose',
  about: 'a policy that proposes writes nothing by itself; a person may apply it',
  async tell(story) {
    await story.put(deployment(EMPTY));
    const policies = ['--policies', story.policies('annotate', annotating(story.namespace, '  mode: Propose\n'))];
    const plan = await story.planOnce(['deploy/web', ...policies]);
    expect(objections(plan)).toEqual([]);
    const alone = await story.mk(['remediate', 'apply', plan.id, ...policies]);
    expect(alone).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nobody is there to say yes') });
    expect(await noteOn(story)).toBeUndefined();
    expect(await story.apply(plan.id, [...policies, '--yes'])).toMatchObject({ code: 0, outcome: 'succeeded' });
    expect(await noteOn(story)).toBe('seen');
  },
};

const closed: Telling = {
  name: 'closed',
  about: 'out of its window, and in its blackout, a policy does nothing',
  async tell(story) {
    await story.put(deployment(EMPTY));
    const soon = new Date(Date.now() + 12 * 3_600_000);
    const cron = `${soon.getUTCMinutes()} ${soon.getUTCHours()} * * *`;
    const schedule = (key: string, at: string) => `  schedule: {${key}: [{cron: "${at}", duration: 1h}]}\n`;
    // The plan is fine where it only has to wait; no window comes after this blackout.
    await refused(story, `${AUTO}${schedule('windows', cron)}`, 'no window of the policy is open', 0);
    await refused(story, `${AUTO}${schedule('blackouts', '* * * * *')}`, 'a blackout of the policy is on');
  },
};

const tooSoon: Telling = {
  name: 'too-soon',
  about: 'a cooldown and a spent rate make the next run wait',
  async tell(story) {
    for (const name of ['web', 'api']) await story.put(deployment({ ...EMPTY, name }));
    const limits = '  mode: Auto\n  safeguards: {cooldown: {perTarget: 30m}, rate: {window: 1h, max: 1}}\n';
    const policies = ['--policies', story.policies('annotate', annotating(story.namespace, limits))];
    const web = await story.planOnce(['deploy/web', ...policies]);
    const api = await story.planOnce(['deploy/api', ...policies]);
    expect(await story.apply(web.id, policies)).toMatchObject({ code: 0, outcome: 'succeeded' });

    const limited = await story.apply(api.id, policies);
    expect(limited).toMatchObject({ code: 10, denied: [{ guard: 'tokens' }] });
    // Asking again does not bring the token about.
    expect(await story.apply(api.id, policies)).toMatchObject({ code: 10, denied: [{ guard: 'tokens' }] });
    expect(await noteOn(story, 'api')).toBeUndefined();

    await story.patch('apps/v1', 'Deployment', 'web', { annotations: { [NOTE]: null } });
    const again = await story.planOnce(['deploy/web', ...policies]);
    const cooling = await story.apply(again.id, policies);
    expect(cooling.code).toBe(10);
    expect(cooling.denied).toContainEqual(
      expect.objectContaining({
        guard: 'cooldown',
        reason: expect.stringContaining(web.id),
        waitsFor: 'cooldown',
      }),
    );
    expect(await noteOn(story)).toBeUndefined();
  },
};

const paused: Telling = {
  name: 'paused',
  about: 'while repair is paused nothing is applied',
  async tell(story) {
    await story.put(deployment(EMPTY));
    const plan = await story.planOnce(['deploy/web', ...byHand]);
    expect(await story.mk(['pause', '--reason', 'release day'])).toMatchObject({ code: 0, stderr: '' });
    const stopped = await story.apply(plan.id, ['--yes']);
    expect(stopped).toMatchObject({ code: 10, outcome: 'abandoned' });
    expect(stopped.reason).toContain('release day');
    expect(await noteOn(story)).toBeUndefined();
    expect(await story.mk(['resume'])).toMatchObject({ code: 0, stderr: '' });
    const next = await story.planOnce(['deploy/web', ...byHand]);
    expect(await story.apply(next.id, ['--yes'])).toMatchObject({ code: 0, outcome: 'succeeded' });
    expect(await noteOn(story)).toBe('seen');
  },
};

const MINUTE_MS = 60_000;

const reverted: Telling = {
  name: 'reverted',
  about: 'what was meant for a time is taken back when that is over',
  async tell(story) {
    await story.put(deployment(EMPTY));
    const policy = annotating(story.namespace, `${AUTO}  revert: {after: 1m}\n`);
    const policies = ['--policies', story.policies('annotate', policy)];
    const plan = await story.planOnce(['deploy/web', ...policies]);
    const done = await story.apply(plan.id, policies);
    expect(done).toMatchObject({
      code: 0,
      outcome: 'succeeded',
      notes: [expect.stringContaining('it is taken back at')],
    });
    expect(await story.mk(['recover', '-q'])).toMatchObject({ code: 0, stderr: '' });
    expect(await noteOn(story)).toBe('seen');
    await sleep(MINUTE_MS);
    const recovered = await story.mk(['recover', '-q']);
    expect(recovered).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining(`${plan.id}: rolled-back`),
    });
    expect(await noteOn(story)).toBeUndefined();
    const listed = await story.mk(['remediate', 'list']);
    expect(listed.stdout).toMatch(new RegExp(`${plan.id}.*rolled-back`));
    expect(await story.mk(['recover', '-q'])).toMatchObject({ code: 0, stdout: 'No run was interrupted.\n' });
  },
};

export const GATES = [reverted, tooSoon, closed, protectedParts, propose, paused];
