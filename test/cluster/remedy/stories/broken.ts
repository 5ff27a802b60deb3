import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import { PATIENCE_MS } from '../../../../src/kube/workloads/shortfall.ts';
import { startSink } from '../../../support/sink/index.ts';
import { objections, type Story, type Telling } from './story.ts';
import { CRASH, changeContainer, deployment, healthy, imageOf, live, NO_IMAGE, readyPods, SERVE } from './workloads.ts';

/** Templates as they are printed, in mode Auto and in less of a hurry to wait. */
async function template(
  story: Story,
  name: string,
  ...changes: readonly (readonly [string, string])[]
): Promise<string> {
  const { code, stdout } = await story.mk(['policy', 'template', name]);
  expect(code).toBe(0);
  const text = [['mode: Propose', 'mode: Auto'] as const, ...changes].reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replaceAll(from, to);
  }, stdout);
  return story.policies(name, text);
}

/** A channel that is called oncall, and what it was told. */
async function oncall(story: Story) {
  const sink = await startSink();
  const channels = '{channels: [{name: oncall, type: webhook, urlFrom: ONCALL_URL, allowPrivate: true}]}\n';
  const folder = story.policies('channels', channels);
  const env = { MEKHANIKUBE_CHANNELS: `${folder}/channels.yaml`, ONCALL_URL: `${sink.address}/secret-path` };
  return { sink, env };
}

const badImage: Telling = {
  name: 'bad-image',
  about: 'a bad image is taken back to the last healthy revision by hand',
  async tell(story) {
    await healthy(story);
    await changeContainer(story, { image: NO_IMAGE });
    await story.found('image-pull-network');
    const plan = await story.planOnce([]);
    expect(plan.steps).toMatchObject([{ action: 'rollout.undo' }]);
    expect(objections(plan)).toEqual([]);
    const planned = await live(story);
    expect(imageOf(planned)).toBe(NO_IMAGE);

    const unsaid = await story.mk(['remediate', 'apply', plan.id]);
    expect(unsaid).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('nobody is there to say yes'),
    });
    const tried = await story.mk(['remediate', 'apply', plan.id, '--dry-run']);
    expect(tried).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Nothing was written.') });
    expect((await live(story)).metadata.generation).toBe(planned.metadata.generation);

    const done = await story.mk(['remediate', 'apply', plan.id, '-q', '--yes']);
    expect(done).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Done and verified') });
    expect(done.stdout).toContain(`mekhanikube remediate rollback ${plan.id}`);
    const after = await live(story);
    expect(imageOf(after)).toBe('busybox:latest');
    expect(after.status).toMatchObject({ readyReplicas: 1, updatedReplicas: 1 });
    expect(after.metadata.annotations['mekhanikube.io/last-run']).toBe(`${plan.id}/01-rollout.undo`);

    const again = await story.mk(['remediate', 'apply', plan.id, '-q', '--yes']);
    expect(again).toMatchObject({ code: 10, stdout: '', stderr: expect.stringContaining('has ended: succeeded') });
    expect(await story.rollBack(plan.id)).toBe(0);
    expect(imageOf(await live(story))).toBe(NO_IMAGE);
    const { stdout } = await story.mk(['remediate', 'list']);
    expect(stdout).toMatch(new RegExp(`${plan.id}.*rolled-back`));
  },
};

const stuckRollout: Telling = {
  name: 'stuck-rollout',
  about: 'a stuck rollout is undone by its template in mode Auto, and somebody is told',
  async tell(story) {
    await healthy(story);
    await changeContainer(story, { image: NO_IMAGE });
    const { sink, env } = await oncall(story);
    const policies = await template(story, 'stuck-rollout-undo');
    await story.found('image-pull-network');
    await story.until('the rollout is stalled', async () => {
      const { stdout } = await story.mk(['policy', 'simulate', policies, '-n', story.namespace]);
      return stdout.includes('Matches');
    });
    const plan = await story.planOnce(['--policies', policies]);
    expect(plan.origin.policy?.name).toBe('stuck-rollout-undo');
    expect(await story.apply(plan.id, ['--policies', policies], env)).toMatchObject({ code: 0, outcome: 'succeeded' });
    expect(imageOf(await live(story))).toBe('busybox:latest');
    expect(sink.received).toHaveLength(1);
    expect(JSON.stringify(sink.received)).toContain(story.namespace);
    await sink.close();
  },
};

const oom: Telling = {
  name: 'oom',
  about: 'memory is raised to its ceiling and no further',
  async tell(story) {
    // Needs about 20Mi.
    const script = `awk 'BEGIN { s = "0123456789abcdef"; while (length(s) < 8388608) s = s s; while (1) system("sleep 1") }'`;
    await story.put(
      deployment({
        script: `exec ${script}`,
        resources: { requests: { cpu: '5m', memory: '8Mi' }, limits: { memory: '16Mi' } },
      }),
    );
    const policies = await template(
      story,
      'oom-memory-bump',
      ['factor: 1.5, ceiling: 2Gi', 'factor: 2, ceiling: 28Mi'],
      ['maxResourceFactor: 1.5', 'maxResourceFactor: 2'],
      ['for: 5m', 'for: 10s'],
    );
    const plan = await story.planOnce(['--policies', policies]);
    expect(plan.steps[0]?.notes).toContain('memory is raised to its ceiling of 28Mi only');
    expect(await story.apply(plan.id, ['--policies', policies])).toMatchObject({ code: 0, outcome: 'succeeded' });
    const [container] = (await live(story)).spec.template.spec.containers;
    expect(container?.resources).toMatchObject({ limits: { memory: '28Mi' } });

    const bump = ['--action', 'resources.bump', '--param', 'memory.factor=2', '--param', 'memory.ceiling=28Mi'];
    const { code, items } = await story.plan(['deploy/web', ...bump]);
    expect(code).toBe(10);
    expect(items.flatMap(objections)).toContain('container web has 28Mi memory, and its ceiling is 28Mi');
  },
};

const LiveService = z.object({ spec: z.object({ selector: z.record(z.string(), z.string()) }) });

const serviceSelector: Telling = {
  name: 'selector',
  about: 'the selector of a Service is led back to its pods',
  async tell(story) {
    await healthy(story, { labels: { tier: 'front' } });
    const selector = { app: 'wbe', tier: 'front' };
    await story.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector, ports: [{ port: 80, targetPort: 8080 }] },
    });
    // A new Service is given this long to find its pods.
    await sleep(PATIENCE_MS);
    const plan = await story.planOnce([]);
    expect(plan).toMatchObject({ target: { kind: 'Service' }, steps: [{ action: 'service.fix' }] });
    expect(await story.apply(plan.id, ['--yes'])).toMatchObject({ code: 0, outcome: 'succeeded' });
    const mended = await story.find('v1', 'Service', 'web', LiveService);
    expect(mended?.spec.selector).toEqual({ app: 'web', tier: 'front' });
    expect((await story.plan([])).items).toEqual([]);
    expect(await story.rollBack(plan.id)).toBe(0);
    expect((await story.find('v1', 'Service', 'web', LiveService))?.spec.selector).toEqual(selector);
  },
};

const crashLoop: Telling = {
  name: 'crash-loop',
  about: 'a crash-looping rollout is undone by its template in mode Auto',
  async tell(story) {
    await healthy(story);
    await changeContainer(story, { command: ['sh', '-c', CRASH] });
    const policies = await template(story, 'crash-loop-rollback', ['for: 3m', 'for: 1s'], ['for: 2m', 'for: 5s']);
    await story.found('pod-crash-loop');
    const pods = await readyPods(story);
    const plan = await story.planOnce(['--policies', policies]);
    expect(plan.origin.policy?.name).toBe('crash-loop-rollback');
    expect(await story.applyWhenItHolds(plan.id, ['--policies', policies])).toMatchObject({
      code: 0,
      outcome: 'succeeded',
    });
    expect((await live(story)).spec.template.spec.containers[0]).toMatchObject({ command: ['sh', '-c', SERVE] });
    // The pod that served all along still does.
    expect(await readyPods(story)).toEqual(pods);
  },
};

const noWayBack: Telling = {
  name: 'no-way-back',
  about: 'an undo that does not help is taken back, and somebody is told once',
  async tell(story) {
    await story.put(deployment({ script: `echo first; ${CRASH}` }));
    await story.until('the first revision is there', async () => (await live(story)).status.updatedReplicas === 1);
    await changeContainer(story, { command: ['sh', '-c', CRASH] });
    const { sink, env } = await oncall(story);
    const policies = await template(
      story,
      'crash-loop-rollback',
      ['for: 3m', 'for: 1s'],
      ['for: 2m', 'for: 5s'],
      [
        '{toRevision: lastHealthy}',
        '{toRevision: previous, requireHealthyHistory: false}\n      timeout: 15s\n      onFailure: Escalate',
      ],
    );
    await story.found('pod-crash-loop');
    const before = await live(story);
    const plan = await story.planOnce(['--policies', policies]);
    const ended = await story.applyWhenItHolds(plan.id, ['--policies', policies], env);
    expect(ended).toMatchObject({ code: 12, outcome: 'rolled-back', left: [] });
    expect(ended.notes).toContain('oncall was told');
    expect((await live(story)).spec).toEqual(before.spec);
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]?.body).toContain(plan.id);

    // Its cooldown is on, and within its repeat interval nobody is told again.
    const second = await story.planOnce(['--policies', policies]);
    expect(objections(second).join()).toContain('the last run');
    const refused = await story.apply(second.id, ['--policies', policies], env);
    expect(refused).toMatchObject({ code: 10, outcome: 'abandoned' });
    expect(sink.received).toHaveLength(1);
    await sink.close();
  },
};

const failedVerification: Telling = {
  name: 'not-verified',
  about: 'a change that does not work is taken back by itself',
  async tell(story) {
    const before = await healthy(story);
    const pods = await readyPods(story);
    const how = ['--action', 'image.set', '--param', 'image=busybox:0.0.0-none', '--timeout', '15s'];
    const plan = await story.planOnce(['deploy/web', ...how]);
    const ended = await story.apply(plan.id, ['--yes']);
    expect(ended).toMatchObject({ code: 12, outcome: 'rolled-back', left: [] });
    const after = await live(story);
    expect(after.spec).toEqual(before.spec);
    expect(await readyPods(story)).toEqual(pods);
    const shown = await story.mk(['remediate', 'show', plan.id]);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('outcome: rolled-back') });
    const again = await story.planOnce(['deploy/web', ...how]);
    expect(again.steps[0]?.notes[0]).toMatch(
      /^the same was done \d+s ago and ended as rolled-back \(.+remediate show /,
    );
  },
};

/** Those that wait longest first. */
export const BROKEN = [serviceSelector, crashLoop, noWayBack, oom, stuckRollout, badImage, failedVerification];
