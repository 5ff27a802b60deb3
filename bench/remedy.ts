// Measures repairs on the cluster of MEKHANIKUBE_TEST_KUBECONFIG: requests to the API server, and the time until a
// change is verified. Prints medians as JSON.
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { cpus, totalmem } from 'node:os';
import { openSession } from '../src/cli/commands/remediate/session.ts';
import type { Books } from '../src/cli/commands/remediate/state.ts';
import type { Plan } from '../src/remedy/plan/plan.ts';
import { nameOf, type RepairCase } from '../test/cluster/remedy/case.ts';
import { annotate } from '../test/cluster/remedy/cases/metadata.ts';
import { evict } from '../test/cluster/remedy/cases/pods.ts';
import { restart } from '../test/cluster/remedy/cases/rollouts.ts';
import { scale } from '../test/cluster/remedy/cases/scaling.ts';
import { undoDeployment } from '../test/cluster/remedy/cases/undo.ts';
import { clear, Scene } from '../test/cluster/remedy/scene.ts';
import { ClusterApi } from '../test/support/cluster-api.ts';
import { ownBooks, Repairs } from '../test/support/repairs.ts';

const KUBECONFIG = process.env['MEKHANIKUBE_TEST_KUBECONFIG'];
const RUNS = Number(process.env['BENCH_RUNS'] ?? 5);
const TYPICAL: readonly RepairCase[] = [annotate, scale, restart, undoDeployment, evict];

/** What one part of a repair took. */
interface Part {
  readonly requests: number;
  readonly ms: number;
}

interface Measured {
  readonly plan: Part;
  readonly apply: Part;
  /** From the beginning of `apply` until the server has made the change. */
  readonly writtenMs: number;
  readonly takeBack: Part;
}

if (KUBECONFIG === undefined) throw new Error('MEKHANIKUBE_TEST_KUBECONFIG names no kubeconfig');
let sent = 0;
subscribe('http.client.request.start', (message) => {
  // The requests of the stage itself name nobody.
  const { request } = message as { readonly request: ClientRequest };
  if (String(request.getHeader('user-agent')).startsWith('mekhanikube')) sent++;
});
const api = await ClusterApi.connect(KUBECONFIG);
const actions: Record<string, object> = {};
for (const one of TYPICAL) {
  const measured: Measured[] = [];
  for (let run = 1; run <= RUNS; run++) {
    process.stderr.write(`${one.action} ${run} of ${RUNS}\n`);
    measured.push(await measure(one, KUBECONFIG));
    // The next one needs the same names.
    await clear(api, 'actions');
  }
  actions[one.action] = {
    plan: medianOf(measured.map(({ plan }) => plan)),
    apply: { ...medianOf(measured.map(({ apply }) => apply)), writtenMs: median(measured.map((all) => all.writtenMs)) },
    takeBack: medianOf(measured.map(({ takeBack }) => takeBack)),
  };
}
api.close();
const machine = {
  cores: cpus().length,
  cpu: cpus()[0]?.model,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const result = { date: new Date().toISOString().slice(0, 10), machine, runs: RUNS, actions };
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);

async function measure(one: RepairCase, kubeconfig: string): Promise<Measured> {
  const scene = new Scene(api, `mekhanikube-repair-${nameOf(one)}`);
  try {
    await scene.open();
    for (const object of one.objects) await scene.create(object);
    for (const object of one.ready ?? []) await scene.reaches(object);
    await one.prepare?.(scene);
    return await repair(one, scene, kubeconfig);
  } finally {
    await scene.close();
  }
}

/** Each part with a session of its own, as each command has one: what a session asks first is counted, too. */
async function repair(one: RepairCase, scene: Scene, kubeconfig: string): Promise<Measured> {
  const target = typeof one.target === 'function' ? await one.target(scene) : one.target;
  const params = typeof one.params === 'function' ? await one.params(scene) : one.params;
  const asked = { action: one.action, params, target, timeoutMs: 60_000, namespace: scene.namespace };
  const books = ownBooks();
  const inSession = async <T>(work: (repairs: Repairs) => Promise<T>): Promise<readonly [T, Part]> => {
    const before = sent;
    const start = performance.now();
    const session = await openSession({ kubeconfig }, new AbortController());
    const done = await work(new Repairs(session, books));
    session.close();
    return [done, { requests: sent - before, ms: performance.now() - start }];
  };
  try {
    const [made, plan] = await inSession((repairs) => repairs.plan(asked));
    const startedAt = Date.now();
    const [{ outcome, reason }, apply] = await inSession((repairs) => repairs.apply(made));
    if (outcome !== 'succeeded') throw new Error(`${one.action}: ${outcome}: ${reason}`);
    const writtenMs = executedAt(books, made) - startedAt;
    const [, takeBack] = await inSession((repairs) => repairs.takeBack(made));
    return { plan, apply, writtenMs, takeBack };
  } finally {
    books.close();
  }
}

function executedAt({ journal }: Books, { id }: Plan): number {
  const records = journal.runs().find(({ run }) => run === id)?.records ?? [];
  return Date.parse(records.findLast(({ type }) => type === 'EXECUTED')?.at ?? '');
}

function medianOf(parts: readonly Part[]): Part {
  return { requests: median(parts.map(({ requests }) => requests)), ms: median(parts.map(({ ms }) => ms)) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
