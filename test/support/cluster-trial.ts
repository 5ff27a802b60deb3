import { setTimeout as sleep } from 'node:timers/promises';
import { CHECKS, SCAN_CHECKS } from '../../src/checks/index.ts';
import { type Connection, connect, takeSnapshot } from '../../src/cluster/index.ts';
import { chooseChecks, STANDARD } from '../../src/diagnose/choose-checks.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { kindsFor } from '../../src/diagnose/plan.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { ClusterApi } from './cluster-api.ts';
import type { Case } from './cluster-cases.ts';
import { stage, strike } from './cluster-stage.ts';
import { agrees, type Verdict, verdictOn } from './cluster-verdict.ts';

/** What runs where nothing else is asked for. */
const STANDING = chooseChecks(CHECKS, STANDARD);

const POLL_MS = 8_000;

/** Cases on a real cluster, and what was last found there. */
export class Trial {
  readonly #api: ClusterApi;
  readonly #connection: Connection;
  readonly #cases: readonly Case[];
  /** Of the last look at the cluster. */
  findings: readonly Finding[] = [];
  /** By namespace: a fault and a healthy case may have one name. */
  #verdicts: ReadonlyMap<string, Verdict> = new Map();

  private constructor(api: ClusterApi, connection: Connection, cases: readonly Case[]) {
    this.#api = api;
    this.#connection = connection;
    this.#cases = cases;
  }

  static async open(kubeconfig: string, cases: readonly Case[]): Promise<Trial> {
    const connection = await connect({ kubeconfig, requestTimeoutMs: 30_000 });
    return new Trial(await ClusterApi.connect(kubeconfig), connection, cases);
  }

  async stage(): Promise<void> {
    await stage(this.#api, this.#cases);
  }

  /** Looks again and again, until all cases are judged as they expect, or the time is up. */
  async settle(withinMs: number): Promise<void> {
    const start = Date.now();
    for (;;) {
      await this.look();
      const open = this.#cases.filter((one) => !agrees(this.verdictOn(one)));
      if (open.length === 0 || Date.now() - start > withinMs) return;
      await sleep(POLL_MS);
    }
  }

  /** Reads and judges the cluster once, and once more for each time that cases ask to be judged at. */
  async look(): Promise<void> {
    const { signal } = new AbortController();
    const snapshot = await takeSnapshot(this.#connection, { kinds: kindsFor(STANDING), namespaces: null, signal });
    const judge = (minutes: number) => diagnose(later(snapshot, minutes), STANDING, SCAN_CHECKS).findings;
    const minutes = new Set([0, ...this.#cases.map(({ judgedMinutesLater }) => judgedMinutesLater)]);
    const findings = new Map([...minutes].map((count) => [count, judge(count)]));
    this.findings = findings.get(0) ?? [];
    this.#verdicts = new Map(
      this.#cases.map((one) => [one.namespace, verdictOn(one, findings.get(one.judgedMinutesLater) ?? [])]),
    );
  }

  verdictOn({ namespace }: Case): Verdict {
    const verdict = this.#verdicts.get(namespace);
    if (verdict === undefined) throw new Error(`${namespace} was not judged`);
    return verdict;
  }

  /** Takes the cases off again. The cluster needs a minute or two for it, which nobody waits for. */
  async close(): Promise<void> {
    await strike(this.#api);
    this.#api.close();
    this.#connection.close();
  }
}

/** The same state of the cluster, seen so much later. */
function later(snapshot: Snapshot, minutes: number): Snapshot {
  const takenAt = new Date(Date.parse(snapshot.takenAt) + minutes * 60_000).toISOString();
  return minutes === 0 ? snapshot : { ...snapshot, takenAt: takenAt.replace('.000Z', 'Z') };
}
