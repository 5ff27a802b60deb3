import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS, SCAN_CHECKS } from '../../src/checks/index.ts';
import { PROSE } from '../../src/checks/prose.generated.ts';
import { chooseChecks, STANDARD } from '../../src/diagnose/choose-checks.ts';
import { circumstancesOf } from '../../src/diagnose/circumstances.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { openStore } from '../../src/explain/cache/store.ts';
import { type Explained, explainFindings, type Subject } from '../../src/explain/explain.ts';
import type { Explanation } from '../../src/explain/explanation.ts';
import type { Backend, ModelAnswer } from '../../src/explain/model/backend.ts';
import { createOllama } from '../../src/explain/model/ollama.ts';
import { situationOf } from '../../src/explain/prompt/situation.ts';
import type { Session } from '../../src/explain/session.ts';
import { openRecording } from '../../src/snapshot/recording/open.ts';
import { viewOf } from '../../src/snapshot/snapshot-view.ts';
import { run } from '../support/cli.ts';
import { testModel } from '../support/model.ts';

const MINUTE_MS = 60_000;
const EXAMPLES = join(import.meta.dirname, '../../examples');
/** The server here writes 40 tokens a second and reads 90: what it is told is cut short, or this takes an hour. */
const EVIDENCE_TOKENS = 220;
const ANSWER_TOKENS = 220;
/** Each takes half a minute without a graphics card: where time is short, fewer say nearly as much. */
const FINDINGS = Number(process.env['MEKHANIKUBE_TEST_MODEL_FINDINGS'] ?? 41);

const model = testModel();
const { signal } = new AbortController();

/** The first finding of each check in the recording with a hundred findings. */
async function recordedSubjects(): Promise<readonly Subject[]> {
  const snapshot = await openRecording(join(EXAMPLES, 'many-faults.json.gz'));
  const view = viewOf(snapshot);
  const firsts = new Map(
    diagnose(snapshot, chooseChecks(CHECKS, STANDARD), SCAN_CHECKS)
      .findings.toReversed()
      .map((one) => [one.check, one]),
  );
  return [...firsts.values()].flatMap((finding) => {
    const prose = PROSE[finding.check];
    return prose === undefined ? [] : [{ finding, prose, circumstances: circumstancesOf(finding, view) }];
  });
}

describe.skipIf(model === null)('a real model over recorded findings', () => {
  let folder: string;
  let subjects: readonly Subject[];
  let session: Session;
  let first: Explained;
  const answers: ModelAnswer[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mekhanikube-model-'));
    subjects = (await recordedSubjects()).slice(0, FINDINGS);
    const real = createOllama({ baseUrl: model?.url ?? '', model: model?.name ?? '' });
    const identity = await real.identify(signal);
    if (!identity.ok) throw new Error(identity.failure.message);
    session = {
      backend: watched(real, answers),
      identity: identity.value,
      language: 'English',
      masking: null,
      store: openStore(folder),
      refresh: false,
      evidenceTokens: EVIDENCE_TOKENS,
      signal,
      now: () => performance.now(),
      wallClock: () => '2026-01-10T12:00:00.000Z',
      deadlineMs: performance.now() + 40 * MINUTE_MS,
      onProgress: () => {},
    };
    first = await explainFindings(subjects, session);
  }, 45 * MINUTE_MS);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('every finding has an explanation, and the model answered every question', () => {
    expect(subjects).toHaveLength(FINDINGS);
    expect([...first.explanations.keys()].sort()).toEqual(subjects.map(({ finding }) => finding.id).sort());
    expect(first.failure).toBeNull();
    expect(answers.length).toBeGreaterThanOrEqual(FINDINGS);
  });

  test('some of its words are shown, and some are refused: both ways are walked', () => {
    const states = [...first.explanations.values()].map(({ state }) => state);
    expect(states.filter((state) => state !== 'built-in').length).toBeGreaterThan(0);
    expect(states.filter((state) => state === 'built-in').length).toBeGreaterThan(0);
  });

  test('no name and no number is shown that is not in the evidence', () => {
    const foreign = subjects.flatMap((subject) => {
      const explanation = first.explanations.get(subject.finding.id);
      return explanation === undefined || explanation.state === 'built-in' ? [] : foreignIn(explanation, subject);
    });
    expect(foreign).toEqual([]);
  });

  test('no command is shown that is not one of ours', () => {
    const words = [...first.explanations.values()].flatMap(({ state, summary, why, unknowns }) =>
      state === 'built-in' ? [] : [summary, why ?? '', ...unknowns],
    );
    // A semicolon is none: our own messages have some, and a model may repeat them word for word.
    expect(words.filter((text) => /kubectl|https?:\/\/|[|&`$]|\b(curl|helm|bash|sudo)\b/.test(text))).toEqual([]);
  });

  test('a second run asks nothing and says the same', async () => {
    const before = answers.length;
    const second = await explainFindings(subjects, session);
    expect(answers.length).toBe(before);
    expect([...second.explanations]).toEqual([...first.explanations]);
  });

  test(
    'a server that is killed in mid-answer leaves the built-in text',
    async () => {
      const cut = await cutting(new URL(model?.url ?? ''));
      const { port } = cut.address() as { port: number };
      const env = { OLLAMA_HOST: `127.0.0.1:${port}`, XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder };
      const recording = join(EXAMPLES, 'broken-cluster.json.gz');
      const args = ['analyze', 'deploy/worker', '-n', 'fault-command-not-found', '--from', recording, '--explain'];
      const { code, stdout, stderr } = await run([...args, '--model', model?.name ?? '', '-o', 'json'], { env });
      cut.close();
      expect(code).toBe(0);
      expect(JSON.parse(stdout).findings[0].explanation).toMatchObject({ state: 'built-in' });
      expect(stderr).toMatch(/^note: built-in explanations instead of a model's: the connection .* ended/m);
    },
    5 * MINUTE_MS,
  );
});

/** The real server, with shorter answers, and a list of them. */
function watched(backend: Backend, answers: ModelAnswer[]): Backend {
  return {
    ...backend,
    async ask(request) {
      const outcome = await backend.ask({ ...request, answerTokens: ANSWER_TOKENS });
      if (outcome.ok) answers.push(outcome.value);
      return outcome;
    },
  };
}

/** Words with a digit, a hyphen, a dot, a slash or an inner capital, in the model's sentences and not in its evidence. */
function foreignIn(
  { summary, why, unknowns }: Explanation,
  { finding, prose, circumstances }: Subject,
): readonly string[] {
  const { lines, material } = situationOf(finding, prose, circumstances, { budget: EVIDENCE_TOKENS });
  const told = [...lines.map(({ text }) => text), material.ownWords].join('\n');
  const words =
    [summary, why ?? '', ...unknowns].join(' ').match(/[\p{L}\p{N}][\p{L}\p{N}./:_@=-]*[\p{L}\p{N}]|\d/gu) ?? [];
  const looksLikeName = /\d|[-./:_@=]|\p{Ll}\p{Lu}/u;
  return words
    .filter((word) => looksLikeName.test(word) && !told.includes(word))
    .map((word) => `${finding.check}: ${word}`);
}

/** A way to the real server that breaks off after the first bytes of an answer to a question. */
async function cutting({ hostname, port }: URL): Promise<Server> {
  const server = createServer((socket) => {
    const real = connect(Number(port), hostname);
    let isQuestion = false;
    socket.on('data', (bytes) => {
      // The empty question that has the model loaded has no messages, and passes.
      isQuestion ||= bytes.includes('"role":"system"');
      real.write(bytes);
    });
    real.on('data', (bytes) => {
      if (isQuestion && bytes.includes('"content"')) socket.destroy();
      else socket.write(bytes);
    });
    for (const end of [socket, real]) end.on('error', () => {});
    socket.on('close', () => real.destroy());
    real.on('close', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
