import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROSE } from '../../../src/checks/prose.generated.ts';
import { explainFindings, type Subject } from '../../../src/explain/explain.ts';
import type { Explanation } from '../../../src/explain/explanation.ts';
import { maskingFor } from '../../../src/explain/masking-for.ts';
import { createOllama } from '../../../src/explain/model/ollama.ts';
import { explainPrompt } from '../../../src/explain/prompt/prompts.ts';
import { situationOf } from '../../../src/explain/prompt/situation.ts';
import { send } from '../../../src/explain/send.ts';
import type { Session } from '../../../src/explain/session.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { withoutSecrets } from '../../../src/kube/sensitive.ts';
import { causeIn, explanation, questionOf } from '../../support/answers.ts';
import { type FakeModel, startFakeModel } from '../../support/fake-model/index.ts';
import { PLANTED, PLANTED_NAMES, standsIn } from '../../support/planted.ts';
import { symptom } from '../../support/symptom.ts';
import { circumstances, deployment, imageFinding, pod } from './sample.ts';

const { signal } = new AbortController();
const hmac = (salt: string, text: string): string => createHmac('sha256', salt).update(text).digest('hex');

/** A finding with a planted value in every field that a prompt is made of. Keys are gone before evidence is made. */
function planted(value: string, index: number): Subject {
  const said = withoutSecrets(value);
  const object = { ...pod, name: said };
  const finding: Finding = imageFinding({
    id: String(index).padStart(16, '0'),
    message: `Something is wrong with ${said}, with exit code ${index}`,
    subject: { ...deployment, name: said },
    members: [object],
    facts: { image: said },
    evidence: [{ object, path: `spec.containers[name=${said}].image`, value: said }],
    symptoms: [symptom({ check: 'deployment-unavailable', subject: object, message: `It follows for "${said}"` })],
    causes: [{ id: 'x', check: 'image-not-found', subject: object, message: `Because of ${said}` }],
    change: null,
    fixes: [{ text: `Correct ${said}`, command: null }],
  });
  const around = circumstances({
    conditions: [{ object, path: 'status.conditions[type=Ready]', value: `False: Failed: ${said} is not there` }],
    warnings: [{ object, reason: 'Failed', message: `cannot find ${said} here`, count: 2, first: null, last: null }],
    logs: [{ object, container: said, previous: true, lines: [`error: ${said} refused`] }],
  });
  const prose = PROSE['image-not-found'];
  if (prose === undefined) throw new Error('the check has no prose');
  return { finding, prose, circumstances: around };
}

describe('a prompt with masked names', () => {
  const subjects = PLANTED.map(({ value }, index) => planted(value, index));
  let server: FakeModel;
  let explanations: ReadonlyMap<string, Explanation>;

  beforeAll(async () => {
    // It repeats the cause, and so the pseudonym in it.
    server = await startFakeModel({
      script: (request) => explanation(request, { summary: `${causeIn(questionOf(request))}.` }),
    });
    explanations = (await explainFindings(subjects, await session())).explanations;
  }, 120_000);
  afterAll(() => server.close());

  async function session(): Promise<Session> {
    const backend = createOllama({ baseUrl: server.url, model: 'fake:1b' });
    const identity = await backend.identify(signal);
    if (!identity.ok) throw new Error(identity.failure.message);
    return {
      backend,
      identity: { ...identity.value, parallel: 4 },
      language: 'English',
      masking: maskingFor({ names: PLANTED_NAMES, subjects, salt: 'salt', hmac }),
      store: null,
      refresh: false,
      evidenceTokens: 1_000,
      signal,
      now: () => performance.now(),
      wallClock: () => '2026-01-10T12:00:00Z',
      deadlineMs: Number.POSITIVE_INFINITY,
      onProgress: () => {},
    };
  }

  test('has none of 200 planted names, addresses, mails and keys in it', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(200);
    expect(server.questions.length).toBeGreaterThan(100);
    const bodies = server.questions.map(({ body }) => body).join('\n');
    expect(PLANTED.filter(({ value }) => standsIn(value, bodies))).toEqual([]);
  });

  test('is answered with pseudonyms, and what is shown has the names again', () => {
    const wrong = subjects.flatMap(({ finding }) => {
      const shown = explanations.get(finding.id);
      if (shown === undefined || shown.state === 'built-in') return [];
      const isRestored = shown.evidence.join().includes(finding.message) && shown.summary.includes(finding.message);
      return isRestored ? [] : [{ wanted: finding.message, summary: shown.summary, evidence: shown.evidence }];
    });
    expect(wrong).toEqual([]);
    expect([...explanations.values()].filter(({ state }) => state === 'verified').length).toBeGreaterThan(100);
  });

  test('is the same for the same situation', async () => {
    const before = server.questions.map(({ body }) => body);
    await explainFindings(subjects.slice(0, 20), await session());
    const again = server.questions.slice(before.length).map(({ body }) => body);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((body) => !before.includes(body))).toEqual([]);
  });

  test('is not sent where masking leaves a name in it, and our own words do not hold it back', async () => {
    const { backend, masking } = await session();
    if (masking === null) throw new Error('nothing is masked');
    const [subject] = subjects;
    if (subject === undefined) throw new Error('nothing is planted');
    const prompt = explainPrompt(situationOf(subject.finding, subject.prose, subject.circumstances));
    const before = server.questions.length;
    const sending = { backend, timeoutMs: 10_000, signal };
    expect((await send(prompt, { ...sending, masking: { ...masking, mask: String } })).state).toBe('failed');
    expect(server.questions.length).toBe(before);
    const named = ['evidence', 'EVIDENCE', 'tls', 'valid', 'Problem', ...PLANTED_NAMES];
    const ours = maskingFor({ names: named, subjects, salt: 'salt', hmac });
    expect((await send(prompt, { ...sending, masking: ours })).state).toBe('answered');
  });
});
