import { describe, expect, test } from 'vitest';
import { CHECKS, SCAN_CHECKS } from '../../../../src/checks/index.ts';
import { diagnose } from '../../../../src/diagnose/diagnose.ts';
import type { Finding } from '../../../../src/findings/finding.ts';
import { ACTIONS } from '../../../../src/remedy/actions/index.ts';
import { CHECKS_WITH_CANDIDATES, candidatesFor } from '../../../../src/remedy/candidates/candidates.ts';
import { fixtures } from '../../../support/fixture.ts';
import { proposed } from '../../../support/rollout-stage.ts';
import { finding, ref } from '../policy/sample.ts';

const CHECK_IDS = new Set([...CHECKS, ...SCAN_CHECKS].map(({ id }) => id));

test('every check that has candidates exists', () => {
  expect(CHECKS_WITH_CANDIDATES.filter((id) => !CHECK_IDS.has(id))).toEqual([]);
});

describe.each(CHECKS_WITH_CANDIDATES)('%s', (check) => {
  // Alone: with others it may be folded under its cause.
  const own = CHECKS.filter(({ id }) => id === check);
  const found: readonly Finding[] = fixtures()
    .filter((fixture) => fixture.check === check && fixture.expect.length > 0)
    .flatMap(({ snapshot }) => diagnose(snapshot, own).findings);
  const candidates = found.flatMap((one) =>
    candidatesFor(one).map((candidate) => ({ ...candidate, subject: one.subject })),
  );

  test('proposes for what its fixtures show', () => {
    expect(found.length).toBeGreaterThan(0);
    expect(candidates.length).toBeGreaterThan(0);
  });

  test('names actions that exist, with params that they take', () => {
    for (const { action, params } of candidates) {
      const known = ACTIONS.get(action);
      expect([action, known?.id]).toEqual([action, action]);
      expect([params, known?.params.safeParse(params).error?.message]).toEqual([params, undefined]);
    }
  });

  test('proposes some action for a kind of object that it is for', () => {
    const fitting = candidates.filter(({ action, subject }) => {
      const on = ACTIONS.get(action)?.on ?? [];
      return on === 'any' || on.some((kind) => kind === subject.kind);
    });
    expect(fitting.length).toBeGreaterThan(0);
  });
});

describe('what is proposed can be done', () => {
  const tried = fixtures().filter(
    ({ name, check }) =>
      CHECKS_WITH_CANDIDATES.includes(check) &&
      /\/(?:rollout|limitrange-default-oom\/default-too-low)\.yaml$/.test(name),
  );

  test('in as many cases', () => {
    expect(tried.map(({ check }) => check).sort()).toEqual([
      'container-hook-failed',
      'image-arch-mismatch',
      'image-pull-failed',
      'image-verification-failed',
      'limitrange-default-oom',
      'probe-port-mismatch',
    ]);
  });

  test.each(tried)('$name', async ({ check, snapshot }) => {
    const [found] = diagnose(snapshot, CHECKS).findings.filter((one) => one.check === check);
    const objects = Object.values(snapshot.objects).flat();
    const [target] = objects.filter(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === found?.subject.name,
    );
    const [candidate] = found === undefined ? [] : candidatesFor(found);
    const action = ACTIONS.get(candidate?.action ?? '');
    if (found === undefined || target === undefined || action === undefined) throw new Error(`nothing for ${check}`);
    const { summary } = await proposed(action, target, candidate?.params, { objects, finding: found });
    expect(summary).toBe(
      check === 'limitrange-default-oom'
        ? 'set resources of container web in Deployment shop/web: memory request from none to 16Mi, memory limit from none to 36Mi'
        : 'take Deployment shop/web back from revision 2 to revision 1',
    );
  });
});

test('a hook that fails at the end is no reason to go back', () => {
  const of = (hook: string) =>
    candidatesFor({ ...finding('container-hook-failed', ref('Deployment', 'web')), facts: { hook } });
  expect(of('postStart')).toHaveLength(1);
  expect(of('preStop')).toEqual([]);
});

test('a check that only a person can answer has none', () => {
  expect(candidatesFor(finding('node-not-ready', ref('Node', 'worker-1', null)))).toEqual([]);
});

describe('more memory', () => {
  const of = (memoryLimit: unknown) =>
    candidatesFor({
      ...finding('container-oom-killed', ref('Deployment', 'web')),
      facts: { container: 'web', memoryLimit: memoryLimit as string },
    });

  test('is half as much more, and never above twice what it has', () => {
    expect(of('512Mi')).toEqual([
      { action: 'resources.bump', params: { container: 'web', memory: { factor: 1.5, ceiling: '1024Mi' } } },
    ]);
    expect(of('100M')).toMatchObject([{ params: { memory: { ceiling: '191Mi' } } }]);
  });

  test.each([undefined, null, '', 'much', '0', 7])('is not proposed for a limit of %s', (limit) => {
    expect(of(limit)).toEqual([]);
  });
});

test.each([
  [1, 2],
  [2, 3],
  [10, 15],
])('the maximum of %d becomes %d', (max, maxReplicas) => {
  const at = { ...finding('hpa-at-max', ref('HorizontalPodAutoscaler', 'web')), facts: { max } };
  expect(candidatesFor(at)).toEqual([{ action: 'hpa.adjust', params: { maxReplicas } }]);
});

test('only a Job is retried, and only a Pod is deleted', () => {
  expect(candidatesFor(finding('job-failed', ref('Job', 'import')))).toHaveLength(1);
  expect(candidatesFor(finding('job-failed', ref('CronJob', 'import')))).toEqual([]);
  expect(candidatesFor(finding('pod-evicted', ref('Pod', 'web-1')))).toHaveLength(1);
  expect(candidatesFor(finding('pod-evicted', ref('Deployment', 'web')))).toEqual([]);
});
