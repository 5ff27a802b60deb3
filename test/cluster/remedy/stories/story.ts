import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import { type Ended, run } from '../../../support/cli.ts';
import { ClusterApi, Manifest } from '../../../support/cluster-api.ts';

/** One story: what is broken, what is done about it with the real command, and how it ends. */
export interface Telling {
  /** Also the end of its namespace's name. */
  readonly name: string;
  readonly about: string;
  tell(story: Story): Promise<void>;
}

const Judgement = z.object({
  guard: z.string(),
  allows: z.boolean(),
  reason: z.string(),
  hint: z.string().nullable(),
  waitsFor: z.string().nullable(),
});
const PlanItem = z.object({
  id: z
    .string()
    .nullable()
    .transform((id) => id ?? ''),
  hash: z.string(),
  target: z.object({ kind: z.string(), name: z.string(), namespace: z.string().nullish() }),
  origin: z.object({ policy: z.object({ name: z.string() }).nullable() }),
  steps: z.array(
    z.object({
      action: z.string(),
      notes: z.array(z.string()),
      writes: z.array(z.unknown()),
      judgements: z.array(Judgement),
    }),
  ),
});
type PlanItem = z.output<typeof PlanItem>;
const PlanList = z.object({ items: z.array(PlanItem) });
const Result = z.object({
  run: z.string(),
  outcome: z.string(),
  reason: z.string(),
  steps: z.array(z.object({ id: z.string(), state: z.string(), reason: z.string() })),
  denied: z.array(Judgement),
  left: z.array(z.string()),
  notes: z.array(z.string()),
});
const Listed = z.object({ items: z.array(z.looseObject({ metadata: Manifest.shape.metadata })) });

const BETWEEN_MS = 1_000;
const WITHIN_MS = 90_000;
const NAMESPACE: Pick<Manifest, 'apiVersion' | 'kind'> = { apiVersion: 'v1', kind: 'Namespace' };

/** A namespace, a state folder, and the command as a process of its own. */
export class Story {
  readonly namespace: string;
  readonly folder: string;
  readonly #api: ClusterApi;
  readonly #env: Record<string, string>;

  private constructor(namespace: string, api: ClusterApi, folder: string, kubeconfig: string) {
    this.namespace = namespace;
    this.folder = folder;
    this.#api = api;
    this.#env = { KUBECONFIG: kubeconfig, MEKHANIKUBE_STATE: join(folder, 'state') };
  }

  static async open(kubeconfig: string, name: string): Promise<Story> {
    const api = await ClusterApi.connect(kubeconfig);
    const folder = mkdtempSync(join(tmpdir(), 'mekhanikube-story-'));
    const story = new Story(`mekhanikube-story-${name}`, api, folder, kubeconfig);
    const metadata = { name: story.namespace };
    await api.remove({ ...NAMESPACE, metadata });
    await story.until('what an earlier run left is gone', async () => !(await api.get({ ...NAMESPACE, metadata })));
    await api.apply({ ...NAMESPACE, metadata });
    // A new namespace refuses pods until its ServiceAccount is there.
    await story.until('pods are allowed', () => story.has('v1', 'ServiceAccount', 'default'));
    return story;
  }

  /** Whatever was told, the log of it must be whole. */
  async close(): Promise<void> {
    try {
      const verified = await this.mk(['audit', 'verify']);
      expect(verified).toMatchObject({ code: 0, stderr: '' });
      expect(verified.stdout).toMatch(/^\d+ records?, unbroken/);
    } finally {
      await this.#api.remove({ ...NAMESPACE, metadata: { name: this.namespace } });
      this.#api.close();
      rmSync(this.folder, { recursive: true });
    }
  }

  /** Runs the command; standard error holds no progress, only what went wrong. */
  mk(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    return run(args, { env: { ...this.#env, ...env } });
  }

  /**
   * What the command plans for this story, as JSON; standard output holds nothing else. A node that another file cordons
   * at the same time has a plan as well, which is not of this story unless it asks for that node.
   */
  async plan(args: readonly string[]): Promise<{ readonly code: number | null; readonly items: readonly PlanItem[] }> {
    const { code, stdout, stderr } = await this.mk([
      'remediate',
      'plan',
      '-q',
      '-n',
      this.namespace,
      '-o',
      'json',
      ...args,
    ]);
    expect(stderr).toBe('');
    const { items } = PlanList.parse(JSON.parse(stdout));
    const asksByName = args.some((arg) => arg.startsWith('node/'));
    return { code, items: asksByName ? items : items.filter(({ target }) => target.namespace === this.namespace) };
  }

  /** The one plan that fits, once there is one: what is broken takes its time to show. */
  async planOnce(args: readonly string[]): Promise<PlanItem> {
    let fitting: readonly PlanItem[] = [];
    await this.until('there is a plan', async () => {
      // What does not fit is told, and has no id: it is not kept.
      fitting = (await this.plan(args)).items.filter(({ id }) => id !== '');
      return fitting.length > 0;
    });
    const told = fitting.map(
      ({ target, steps }) => `${target.kind}/${target.name}: ${steps.map(({ action }) => action)}`,
    );
    expect(told).toHaveLength(1);
    const [only] = fitting;
    if (only === undefined) throw new Error('no plan');
    return only;
  }

  /** Applies a plan; the result is what standard output holds, as JSON. */
  async apply(id: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    const { code, stdout, stderr } = await this.mk(['remediate', 'apply', id, '-q', '-o', 'json', ...args], env);
    expect(stderr).toBe('');
    return { code, ...Result.parse(JSON.parse(stdout)) };
  }

  /** The same for what comes and goes, as a crash does: a plan that was refused because it had passed can be applied later. */
  async applyWhenItHolds(id: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    let ended = await this.apply(id, args, env);
    await this.until('what the plan is about holds', async () => {
      if (ended.outcome === 'abandoned') ended = await this.apply(id, args, env);
      return ended.outcome !== 'abandoned';
    });
    return ended;
  }

  /** Takes a run back, and says with which exit code. */
  async rollBack(id: string): Promise<number | null> {
    const { code, stdout, stderr } = await this.mk(['remediate', 'rollback', id, '-q']);
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining(id), stderr: '' });
    return code;
  }

  /** Writes policies into a folder of their own. */
  policies(name: string, text: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.yaml`), text);
    return folder;
  }

  /** Puts an object into the namespace. */
  put(
    object: Omit<Manifest, 'metadata'> & { readonly metadata: Omit<Manifest['metadata'], 'namespace'> },
  ): Promise<void> {
    const { metadata, ...rest } = object;
    return this.#api.apply(Manifest.parse({ ...rest, metadata: { ...metadata, namespace: this.namespace } }));
  }

  /** Changes some fields of an object, as somebody with kubectl does. */
  patch(apiVersion: string, kind: string, name: string, fields: Record<string, unknown>): Promise<void> {
    const { annotations, ...rest } = fields;
    const metadata = { name, namespace: this.namespace, ...(annotations === undefined ? {} : { annotations }) };
    return this.#api.patch({ apiVersion, kind, metadata, ...rest });
  }

  /** Whether there is such an object. */
  async has(apiVersion: string, kind: string, name: string): Promise<boolean> {
    return (await this.find(apiVersion, kind, name, z.unknown())) !== null;
  }

  async find<Shape extends z.ZodType>(
    apiVersion: string,
    kind: string,
    name: string,
    shape: Shape,
  ): Promise<z.output<Shape> | null> {
    const found = await this.#api.get({ apiVersion, kind, metadata: { name, namespace: this.namespace } });
    return found === undefined ? null : shape.parse(found);
  }

  /** Objects of the namespace. */
  async list<Shape extends z.ZodType>(apiVersion: string, kind: string, shape: Shape): Promise<z.output<Shape>[]> {
    const path = await this.#api.collectionOf({ apiVersion, kind, metadata: { name: '', namespace: this.namespace } });
    const { body } = await this.#api.send('GET', path);
    return Listed.parse(body).items.map((item) => shape.parse(item));
  }

  /** Until `analyze` finds something of this check. */
  found(check: string): Promise<void> {
    return this.until(`${check} is found`, async () => {
      const { stdout } = await this.mk(['analyze', '-o', 'json', '-n', this.namespace]);
      return stdout.includes(`"check": "${check}"`);
    });
  }

  /** Labels the namespace. */
  label(labels: Record<string, string>): Promise<void> {
    return this.#api.apply({ ...NAMESPACE, metadata: { name: this.namespace, labels } });
  }

  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + WITHIN_MS;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`${this.namespace}: waited in vain: ${what}`);
      await sleep(BETWEEN_MS);
    }
  }
}

/** What stands against a plan, in words. */
export function objections({ steps }: PlanItem): readonly string[] {
  return steps.flatMap(({ judgements }) => judgements.filter(({ allows }) => !allows).map(({ reason }) => reason));
}
