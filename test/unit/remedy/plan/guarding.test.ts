import { expect, test } from 'vitest';
import type { FoundResource } from '../../../../src/cluster/resources.ts';
import { scale } from '../../../../src/remedy/actions/scale.ts';
import { known, unknown } from '../../../../src/remedy/guards/facts.ts';
import { GUARDS } from '../../../../src/remedy/guards/index.ts';
import { BY_HAND, PLAIN_INSTALLATION, SAFE_DEFAULTS } from '../../../../src/remedy/guards/settings.ts';
import { type Guarding, judgeStep } from '../../../../src/remedy/plan/guarding.ts';
import type { Subject } from '../../../../src/remedy/plan/repair.ts';
import { made, NOW, proposed } from '../../../support/consider.ts';
import { fakeReader } from '../../../support/fake-reader.ts';
import { ALLOWED } from '../guards/known-facts.ts';

const target = made('Deployment', 'web', {
  apiVersion: 'apps/v1',
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
  status: { readyReplicas: 2, replicas: 2 },
});
const shop = made('Namespace', 'shop', { namespace: null, status: { phase: 'Active' } });
const worker = made('Node', 'worker-1', {
  namespace: null,
  spec: {},
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' }, conditions: [{ type: 'Ready', status: 'True' }] },
});
const REF = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

async function subject(change: Partial<Subject> = {}): Promise<Subject> {
  const params = { delta: 1 };
  const proposal = await proposed(scale, { target, params });
  const wanted = {
    id: '01-scale',
    action: 'scale',
    params,
    target: REF,
    timeoutMs: 1,
    onFailure: 'Rollback' as const,
    proof: { cleared: [], forMs: 0, noNewFindings: null },
  };
  return {
    wanted,
    action: scale,
    target,
    proposal,
    finding: null,
    dryRunRefusal: null,
    writes: [],
    planHash: 'h',
    plannedUid: target.metadata.uid ?? null,
    ...change,
  };
}

const REMEMBERED = {
  condition: known(ALLOWED.condition),
  schedule: known(ALLOWED.schedule),
  cooldown: known(ALLOWED.cooldown),
  disk: known(ALLOWED.disk),
  tokens: known(ALLOWED.tokens),
  installationState: { pause: null, isStorageLow: false, breaker: null },
  targets: null,
};

function guarding(change: Partial<Guarding> = {}, unreadable: readonly string[] = []): Guarding {
  const found: FoundResource = {
    state: 'found',
    resource: { group: 'apps', name: 'deployments', namespaced: true, subresources: [] },
  };
  return {
    reader: fakeReader([target, shop, worker], unreadable),
    resources: { find: async () => found },
    ask: async () => true,
    installation: PLAIN_INSTALLATION,
    mandate: { mode: null, by: 'person', author: 'ann', safeguards: BY_HAND, allow: [], approvals: [] },
    purpose: 'execute',
    run: null,
    now: () => NOW,
    remembered: async () => REMEMBERED,
    ...change,
  };
}

const denials = async (
  change: Partial<Guarding> = {},
  about: Partial<Subject> = {},
  unreadable: readonly string[] = [],
) => (await judgeStep(await subject(about), guarding(change, unreadable))).filter(({ allows }) => !allows);

test('every guard is asked, in its order, and all allow what is in order', async () => {
  const judgements = await judgeStep(await subject(), guarding());
  expect(judgements.map(({ guard }) => guard)).toEqual(GUARDS.map(({ id }) => id));
  expect(judgements.filter(({ allows }) => !allows)).toEqual([]);
});

test.each<[string, Partial<Guarding>, Partial<Subject>]>([
  ['dry-run', {}, { dryRunRefusal: { reason: 'quota', isUnsupported: false } }],
  ['rights', { ask: async () => false }, {}],
  ['target', {}, { plannedUid: 'another' }],
  ['cooldown', { remembered: async () => ({ ...REMEMBERED, cooldown: unknown('the history is damaged') }) }, {}],
  ['allow-list', { installation: { ...PLAIN_INSTALLATION, allow: { namespaces: ['other'], actions: 'all' } } }, {}],
  [
    'approval',
    {
      mandate: {
        mode: { name: 'p', problem: null, mode: 'Approve', suspended: false },
        by: 'policy',
        author: 'ann',
        safeguards: {
          ...SAFE_DEFAULTS,
          approval: { minApprovals: 1, groups: [], users: [], expiresMs: 1_000, autoApproveRiskUpTo: 'R0' },
        },
        allow: [],
        approvals: [],
      },
    },
    {},
  ],
  ['mode', { mandate: { mode: null, by: 'policy', author: 'p', safeguards: BY_HAND, allow: [], approvals: [] } }, {}],
])('%s says no for what it is about, and nobody else does', async (guard, change, about) => {
  expect((await denials(change, about)).map((denial) => denial.guard)).toEqual([guard]);
});

test('what only waits says what for', async () => {
  const mandate = {
    mode: { name: 'p', problem: null, mode: 'Approve' as const, suspended: false },
    by: 'policy' as const,
    author: 'ann',
    safeguards: {
      ...SAFE_DEFAULTS,
      approval: { minApprovals: 1, groups: [], users: [], expiresMs: 1_000, autoApproveRiskUpTo: 'R0' as const },
    },
    allow: [],
    approvals: [],
  };
  expect(await denials({ mandate })).toMatchObject([{ guard: 'approval', waitsFor: 'approval' }]);
  expect(await denials({ mandate, run: 'RUN' })).toMatchObject([{ hint: expect.stringContaining('approve RUN,') }]);
  // While it is planned, nothing can be approved yet.
  expect(await denials({ mandate, purpose: 'plan' })).toEqual([]);
});

test('what cannot be found out refuses', async () => {
  const refused = await denials({ ask: () => Promise.reject(new Error('connection reset')) });
  expect(refused).toMatchObject([{ guard: 'rights', reason: expect.stringContaining('connection reset') }]);
  expect((await denials({}, {}, ['Namespace'])).length).toBeGreaterThan(0);
});
