import { copyFileSync, globSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { objections, type Story, type Telling } from './story.ts';
import { changeContainer, healthy, imageOf, live, NO_IMAGE } from './workloads.ts';

const BOB = ['--as', 'bob', '--as-group', 'system:masters'];

function approving(story: Story): string {
  const text = `apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata: {name: undo, namespace: ${story.namespace}}
spec:
  mode: Approve
  targets: [{apiVersion: apps/v1, kind: Deployment}]
  when: {all: [{id: image, finding: {check: image-pull-*, scope: ownedPods}}]}
  steps:
    - {id: undo, action: rollout.undo, params: {toRevision: lastHealthy}, verify: {conditionCleared: [image]}, onFailure: Escalate}
`;
  return story.policies('undo', text);
}

/** The folder of a run, in which its approvals lie. */
function folderOf(story: Story, id: string): string {
  const [plan] = globSync(`state/**/${id}/plan.json`, { cwd: story.folder });
  return join(story.folder, dirname(plan ?? ''));
}

const approval: Telling = {
  name: 'approval',
  about: 'a plan waits for the approval of somebody else, and of nothing but itself',
  async tell(story) {
    await healthy(story);
    await changeContainer(story, { image: NO_IMAGE });
    await story.found('image-pull-network');
    const policies = ['--policies', approving(story)];
    const decide = (what: string, id: string, as: readonly string[] = []) => story.mk(['remediate', what, id, ...as]);
    const first = await story.planOnce(policies);
    expect(objections(first)).toEqual([]);

    // Nobody has approved it, and its author cannot.
    const waits = { code: 11, outcome: 'abandoned', denied: [{ guard: 'approval', waitsFor: 'approval' }] };
    expect(await story.apply(first.id, policies)).toMatchObject(waits);
    const own = await decide('approve', first.id);
    expect(own).toMatchObject({ code: 0, stdout: expect.stringContaining('It is your own plan'), stderr: '' });
    const still = await story.apply(first.id, policies);
    expect(still).toMatchObject(waits);
    expect(still.reason).toContain('made the plan and cannot approve it');
    const listed = await story.mk(['remediate', 'list']);
    expect(listed.stdout).toMatch(new RegExp(`${first.id}.*planned`));

    // Given to one plan, it is worth nothing for another.
    const approved = await decide('approve', first.id, BOB);
    expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining(`bob approves plan ${first.id}`) });
    await healthy(story, { image: 'busybox', labels: { tier: 'front' } });
    await changeContainer(story, { image: NO_IMAGE });
    await story.found('image-pull-network');
    const second = await story.planOnce(policies);
    expect(second.hash).not.toBe(first.hash);
    const [from, to] = [first.id, second.id].map((id) => join(folderOf(story, id), 'approvals'));
    mkdirSync(to ?? '', { mode: 0o700 });
    copyFileSync(join(from ?? '', '2.json'), join(to ?? '', '1.json'));
    const replayed = await story.apply(second.id, policies);
    expect(replayed).toMatchObject(waits);
    expect(replayed.reason).toContain('bob approved another plan: it has changed since');

    // What was approved is not what would be done now.
    const changed = await story.apply(first.id, policies);
    expect(changed).toMatchObject({ code: 10, outcome: 'abandoned' });
    expect(changed.reason).toContain('is not what was planned');
    expect(imageOf(await live(story))).toBe(NO_IMAGE);

    const third = await story.planOnce(policies);
    expect(await decide('reject', third.id, BOB)).toMatchObject({ code: 0 });
    const rejected = await story.apply(third.id, policies);
    expect(rejected).toMatchObject({ code: 10, outcome: 'abandoned', reason: 'bob rejected the plan' });

    const fourth = await story.planOnce(policies);
    expect(await decide('approve', fourth.id, BOB)).toMatchObject({ code: 0 });
    expect(await story.apply(fourth.id, policies)).toMatchObject({ code: 0, outcome: 'succeeded' });
    expect(imageOf(await live(story))).toBe('busybox');
  },
};

export const APPROVAL = [approval];
