import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { openJournal } from '../../src/remedy/journal/journal.ts';
import type { JournalRecord } from '../../src/remedy/journal/record.ts';
import { openState } from '../../src/remedy/state/state.ts';
import { type Ended, type Running, start } from './cli.ts';
import type { ClusterApi, Manifest } from './cluster-api.ts';

/** What is to happen at a flush of the state folder, in a process of the tool. */
export interface FlushFault {
  /** `fill`: nothing more fits on the disk; `io-error`: the flush itself fails. */
  readonly do: 'kill' | 'fill' | 'io-error';
  /** `torn`: when half of it is written. */
  readonly when: 'before' | 'after' | 'torn';
  /** Which one, of those that `path` and `type` let through; the first if absent. */
  readonly at?: number;
  /** A part of the file's path; the journal's if absent. */
  readonly path?: string;
  /** Only records of the journal of this type. */
  readonly type?: string;
  /** Only what has this in it. */
  readonly contains?: string;
  /** What `fill` writes to. */
  readonly file?: string;
}

const HOOK = pathToFileURL(join(import.meta.dirname, 'kill-hook.mjs')).href;

/** The environment in which a process of the tool meets this fault. */
export function withFault(fault: FlushFault): Record<string, string> {
  return { NODE_OPTIONS: `--import=${HOOK}`, MEKHANIKUBE_TEST_FLUSH: JSON.stringify(fault) };
}

const PlanList = z.object({
  items: z.array(
    z.looseObject({
      id: z
        .string()
        .nullable()
        .transform((id) => id ?? ''),
    }),
  ),
});
const Result = z.object({
  run: z.string(),
  outcome: z.string(),
  reason: z.string().default(''),
  left: z.array(z.string()),
  notes: z.array(z.string()).default([]),
});
export type Result = z.output<typeof Result>;

/** The real tool, with a state folder of its own. */
export class Tool {
  readonly state: string;
  readonly #env: Record<string, string>;

  constructor(kubeconfig: string, env: Record<string, string> = {}) {
    this.state = env['MEKHANIKUBE_STATE'] ?? join(mkdtempSync(join(tmpdir(), 'mekhanikube-faults-')), 'state');
    this.#env = { KUBECONFIG: kubeconfig, MEKHANIKUBE_STATE: this.state, ...env };
  }

  /** The same state folder, seen with other settings. */
  with(env: Record<string, string>): Tool {
    return new Tool(this.#env['KUBECONFIG'] ?? '', { ...this.#env, ...env });
  }

  start(args: readonly string[], env: Record<string, string> = {}): Running {
    return start(args, { env: { ...this.#env, ...env } });
  }

  run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** @returns the plan's id */
  async plan(namespace: string, target: string, action: string, ...params: readonly string[]): Promise<string> {
    const wanted = params.flatMap((param) => ['--param', param]);
    const ended = await this.run([
      'remediate',
      'plan',
      target,
      '-n',
      namespace,
      '--action',
      action,
      ...wanted,
      '-o',
      'json',
    ]);
    if (ended.code !== 0)
      throw new Error(`plan ${action} ${target}: exit ${ended.code}: ${ended.stderr}${ended.stdout}`);
    return PlanList.parse(JSON.parse(ended.stdout)).items[0]?.id ?? '';
  }

  apply(plan: string, env: Record<string, string> = {}): Promise<Ended> {
    return this.run(['remediate', 'apply', plan, '--yes', '-o', 'json', ...TIMEOUT], env);
  }

  rollback(run: string, env: Record<string, string> = {}): Promise<Ended> {
    return this.run(['remediate', 'rollback', run, '-o', 'json', ...TIMEOUT], env);
  }

  recover(env: Record<string, string> = {}): Promise<Ended> {
    return this.run(['recover', '-o', 'json', ...TIMEOUT], env);
  }

  /** What the journal says about a run. */
  records(run: string): readonly JournalRecord[] {
    const journal = openJournal(openState(this.state, { access: 'read' }));
    if (journal.integrity !== null) throw new Error(journal.integrity);
    return journal.runs().find((known) => known.run === run)?.records ?? [];
  }

  /** Only the types, in their order. */
  happened(run: string): readonly JournalRecord['type'][] {
    return this.records(run).map(({ type }) => type);
  }

  /** Throws where the audit log or a backup is not whole. */
  async verify(): Promise<void> {
    for (const what of ['audit', 'backup']) {
      const { code, stdout, stderr } = await this.run([what, 'verify']);
      if (code !== 0) throw new Error(`${what} verify: exit ${code}: ${stdout}${stderr}`);
    }
  }

  remove(): void {
    rmSync(join(this.state, '..'), { recursive: true, force: true });
  }
}

/** A request that gets no answer is given up soon. */
const TIMEOUT = ['--request-timeout', '3s'];

/** What `apply` or `rollback` printed. */
export function resultOf({ stdout, stderr, code }: Ended): Result {
  try {
    return Result.parse(JSON.parse(stdout));
  } catch {
    throw new Error(`exit ${code} without a result: ${stdout}${stderr}`);
  }
}

/** Makes a namespace in which pods are admitted, after an earlier one of its name is gone. */
export async function freshNamespace(api: ClusterApi, name: string): Promise<void> {
  const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await api.remove(namespace);
  await until(async () => (await api.get(namespace)) === undefined, `namespace ${name} goes away`);
  await api.apply(namespace);
  const account: Manifest = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: name },
  };
  await until(async () => (await api.get(account)) !== undefined, `namespace ${name} gets its service account`);
}

/** Waits for the cluster, which has its own pace. */
export async function until(reached: () => Promise<boolean>, what: string, withinMs = 90_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(300);
  }
}

/** One container that sleeps and takes next to nothing. */
export function podSpec(command: readonly string[] = ['sleep', '86400']): Record<string, unknown> {
  const resources = { requests: { cpu: '1m', memory: '4Mi' }, limits: { cpu: '100m', memory: '16Mi' } };
  const container = { name: 'web', image: 'busybox:latest', imagePullPolicy: 'IfNotPresent', command, resources };
  return { terminationGracePeriodSeconds: 0, containers: [container] };
}

export function deployment(namespace: string, name: string, replicas = 1): Manifest {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: podSpec() };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec };
}

const Rollout = z.looseObject({
  metadata: z.looseObject({ generation: z.number(), uid: z.string(), resourceVersion: z.string() }),
  spec: z.looseObject({ replicas: z.number() }),
  status: z
    .looseObject({
      observedGeneration: z.number().default(0),
      readyReplicas: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
    })
    .prefault({}),
});

/** A workload, with what its tests look at. */
export async function rollout(api: ClusterApi, manifest: Manifest): Promise<z.output<typeof Rollout>> {
  return Rollout.parse(await api.get(manifest));
}

/** Waits until all replicas are ready, and no old one is left. */
export async function settled(api: ClusterApi, manifest: Manifest): Promise<void> {
  const isSettled = async (): Promise<boolean> => {
    const { metadata, spec, status } = await rollout(api, manifest);
    const counts = [status.readyReplicas, status.replicas, status.updatedReplicas];
    return status.observedGeneration === metadata.generation && counts.every((count) => count === spec.replicas);
  };
  await until(isSettled, `${manifest.metadata.name} is ready`);
}
