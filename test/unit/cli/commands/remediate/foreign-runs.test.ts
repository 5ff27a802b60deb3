import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeForeign, reconcile } from '../../../../../src/cli/commands/remediate/foreign-runs.ts';
import type { Session } from '../../../../../src/cli/commands/remediate/session.ts';
import type { KubeObject } from '../../../../../src/kube/object.ts';
import { openBackups } from '../../../../../src/remedy/backup/backups.ts';
import { keyring } from '../../../../../src/remedy/backup/encrypt.ts';
import { openState, type State } from '../../../../../src/remedy/state/state.ts';
import { fakeReader } from '../../../../support/fake-reader.ts';

const CLUSTER = '11111111-2222-3333-4444-555555555555';
const FOREIGN = '01M81K5J7QS2PAM8SWPVGB9YJ4';

let folder: string;
let state: State;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-foreign-'));
  state = openState(join(folder, 'state'), { access: 'write' });
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

const marked = (mark?: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    ...(mark === undefined ? {} : { annotations: { 'mekhanikube.io/last-run': mark } }),
  },
});

const session = (...objects: readonly KubeObject[]): Session =>
  // Of a session, only the reader and the cluster's identity are used here.
  ({
    reader: fakeReader(objects),
    cluster: { uid: CLUSTER, label: 'test', server: 'https://x' },
  }) as unknown as Session;

test('a run that the state folder does not know stops what no person asks for, and says what to do', () => {
  const [no, ...more] = judgeForeign(marked(`${FOREIGN}/01-scale`), CLUSTER, state);
  expect(more).toEqual([]);
  expect(no).toMatchObject({ guard: 'known-runs', allows: false, hint: 'mekhanikube recover --reconcile' });
  expect(no?.reason).toContain(`Deployment shop/web was changed by run ${FOREIGN}`);
});

test('what nobody changed, what is no mark of ours, and a run of this folder stop nothing', () => {
  const backups = openBackups(state, { keys: keyring([]) });
  const own = backups.createRun({
    tool: { version: '1', commit: null },
    cluster: { uid: CLUSTER, server: 'https://x', version: null },
    policy: null,
    actor: { user: 'ana', groups: [], via: 'cli' },
    targets: [],
    ttlUntil: null,
  });
  for (const mark of [undefined, 'somebody else', `${own.id}/01-scale`]) {
    expect(judgeForeign(marked(mark), CLUSTER, state)).toEqual([]);
  }
  // The same run of another cluster is not known.
  expect(judgeForeign(marked(`${own.id}/01-scale`), 'another', state)).toHaveLength(1);
});

test('reconciling takes note of them, once', async () => {
  const web = marked(`${FOREIGN}/01-scale`);
  expect(await reconcile(session(web), state)).toEqual([FOREIGN]);
  expect(judgeForeign(web, CLUSTER, state)).toEqual([]);
  expect(await reconcile(session(web), state)).toEqual([]);
});

test('a note that is damaged accepts nothing', async () => {
  const web = marked(`${FOREIGN}/01-scale`);
  await reconcile(session(web), state);
  state.write(`clusters/${CLUSTER}/foreign-runs.json`, Buffer.from('["everything"]'));
  expect(judgeForeign(web, CLUSTER, state)).toHaveLength(1);
});
