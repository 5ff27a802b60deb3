import type { KubeObject } from '../../../../src/kube/object.ts';
import { type Backups, type NewRun, openBackups } from '../../../../src/remedy/backup/backups.ts';
import { keyring } from '../../../../src/remedy/backup/encrypt.ts';
import type { Ending } from '../../../../src/remedy/backup/manifest.ts';
import type { Run } from '../../../../src/remedy/backup/run.ts';
import type { Access, State } from '../../../../src/remedy/state/state.ts';
import { freshPath, opened } from '../state/faulty-disk.ts';

export const CLUSTER = 'c0ffee00-0000-4000-8000-000000000001';
export const UID = 'd0000000-0000-4000-8000-000000000001';
export const STEP = '01-rollout.undo';
export const SECRET_VALUE = 'cGxhbnRlZC1zZWNyZXQtdmFsdWU=';
export const PASSPHRASE = 'correct horse battery';

export const deployment = (change: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: UID, resourceVersion: '42', generation: 3 },
  ...{ spec: { replicas: 2 }, ...change },
});

export const secret: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'token', namespace: 'shop', uid: 's1', resourceVersion: '7' },
  ...{ data: { password: SECRET_VALUE } },
};

/** A clock that a test moves. */
export interface Clock {
  time: number;
}

export function backupsAt(
  path = freshPath(),
  {
    secrets = [],
    access = 'write',
    clock = { time: Date.parse('2026-01-10T12:00:00Z') },
  }: { secrets?: readonly string[]; access?: Access; clock?: Clock } = {},
): Backups & { readonly state: State } {
  return openBackups(opened(path, access), { keys: keyring(secrets), now: () => new Date(clock.time) });
}

export const newRun = (parentRun: string | null = null, change: Partial<NewRun> = {}): NewRun => ({
  tool: { version: '0.1.0', commit: null },
  cluster: { uid: CLUSTER, server: 'https://cluster.test', version: 'v1.34.4' },
  policy: null,
  actor: { user: 'ana', groups: [], via: 'cli' },
  targets: [
    { ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' }, uid: UID, parentRun },
  ],
  ttlUntil: '2026-01-24T12:00:00.000Z',
  ...change,
});

export const ending: Ending = {
  outcome: 'succeeded',
  executed: '2026-01-10T12:00:01.000Z',
  steps: [{ id: STEP, action: 'rollout.undo', risk: 'R3', outcome: 'verified' }],
};

/** A run with a backup in it, not sealed yet. */
export function openRun(backups: Backups, parentRun: string | null = null): Run {
  const run = backups.createRun(newRun(parentRun));
  run.writeJson(`steps/${STEP}/forward.json`, [{ op: 'replace', path: '/spec/replicas', value: 4 }]);
  run.backUp(STEP, { in: 'before', write: 0 }, deployment());
  run.sealStep(STEP);
  return run;
}

export function sealedRun(backups: Backups, parentRun: string | null = null): Run {
  const run = openRun(backups, parentRun);
  run.seal(ending);
  return run;
}
