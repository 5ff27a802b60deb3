import { expect, test } from 'vitest';
import { z } from 'zod';
import { type AnyCheck, defineCheck, defineScanCheck } from '../../../src/checks/define-check.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { scanFindings } from '../../../src/diagnose/scan.ts';
import { snapshotOf } from '../../support/fixture.ts';

const SECRET = 'hunter2-hunter2';
const LINE = `connect postgres://orders:${SECRET}@db/ledger with password=${SECRET}`;
const SAFE = 'connect postgres://[masked]@db/ledger with password=[masked]';

/** A check whose every word comes from the cluster. */
function repeating(id: string, level: AnyCheck['level'], text: string, explains: readonly string[] = []): AnyCheck {
  return defineCheck({
    id,
    title: id,
    severity: 'high',
    level,
    subject: 'Pod',
    reads: [],
    explains,
    source: 'https://kubernetes.io/docs/',
    facts: z.object({ text: z.string() }),
    message: (facts) => `It says ${facts.text}`,
    fixes: (facts) => [{ text: `Correct ${facts.text}`, command: `echo '${facts.text}'` }],
    *find(object) {
      if (object.metadata.name === 'web') {
        yield { cause: '', facts: { text }, evidence: [{ path: 'status.message', value: { lines: [text] } }] };
      }
    },
  });
}

const SNAPSHOT = snapshotOf({
  takenAt: '2026-01-10T12:00:00Z',
  objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'shop', name: 'web', uid: 'p1' } }],
});

test('no secret that the cluster wrote into a log or a message stands in a finding', () => {
  const checks = [repeating('near', 'cause', LINE, ['far']), repeating('far', 'failure', LINE)];
  const [finding, ...more] = diagnose(SNAPSHOT, checks).findings;
  expect(more).toEqual([]);
  expect(JSON.stringify(finding)).not.toContain(SECRET);
  expect(finding).toMatchObject({
    message: `It says ${SAFE}`,
    facts: { text: SAFE },
    evidence: [{ path: 'status.message', value: { lines: [SAFE] } }],
    symptoms: [{ check: 'far', message: `It says ${SAFE}` }],
    fixes: [{ text: `Correct ${SAFE}`, command: `echo '${SAFE}'` }],
  });
});

test('a finding without a secret is as it was, and the id is the same with one', () => {
  const [plain] = diagnose(SNAPSHOT, [repeating('near', 'cause', 'connection refused')]).findings;
  const [masked] = diagnose(SNAPSHOT, [repeating('near', 'cause', LINE)]).findings;
  expect(plain).toMatchObject({ message: 'It says connection refused', facts: { text: 'connection refused' } });
  expect(masked?.id).toBe(plain?.id);
});

test('what the API server answered to the reading is masked too', () => {
  const check = defineScanCheck({
    id: 'scan-says',
    title: 'Scan',
    severity: 'info',
    source: 'https://kubernetes.io/docs/',
    facts: z.object({ text: z.string() }),
    message: ({ text }) => `It says ${text}`,
    fixes: ({ text }) => [{ text: `Correct ${text}`, command: null }],
    *find() {
      yield { text: LINE };
    },
  });
  const [finding] = scanFindings([check], SNAPSHOT);
  expect(finding).toMatchObject({
    message: `It says ${SAFE}`,
    facts: { text: SAFE },
    fixes: [{ text: `Correct ${SAFE}`, command: null }],
  });
});
