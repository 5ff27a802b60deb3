import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { openBackups } from '../../src/remedy/backup/backups.ts';
import { keyring } from '../../src/remedy/backup/encrypt.ts';
import { hashOf } from '../../src/remedy/plan/make-plan.ts';
import { PlanSchema } from '../../src/remedy/plan/plan.ts';
import { openState } from '../../src/remedy/state/state.ts';
import { ClusterApi, Manifest } from './cluster-api.ts';
import { FaultProxy, type Rule } from './fault-proxy.ts';
import { deployment, freshNamespace, rollout, settled, Tool } from './repair-stage.ts';

/** A deployment of one pod, a proxy before the API server, and the tool behind it. */
export interface Bench {
  readonly tool: Tool;
  readonly proxy: FaultProxy;
  readonly web: Manifest;
  /** Plans to scale it. */
  plan(replicas?: number): Promise<string>;
  replicas(): Promise<number>;
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const Annotated = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).default({}) }),
});

/** Namespaces of a real cluster, in which things go wrong. */
export class RepairLab {
  readonly api: ClusterApi;
  readonly #kubeconfig: string;
  readonly #namespaces: readonly string[];
  readonly #cleanups: (() => unknown)[] = [];

  private constructor(api: ClusterApi, kubeconfig: string, namespaces: readonly string[]) {
    this.api = api;
    this.#kubeconfig = kubeconfig;
    this.#namespaces = namespaces;
  }

  static async open(kubeconfig: string, namespaces: readonly string[]): Promise<RepairLab> {
    const api = await ClusterApi.connect(kubeconfig);
    await Promise.all(namespaces.map((name) => freshNamespace(api, name)));
    return new RepairLab(api, kubeconfig, namespaces);
  }

  /** Does something when all tests are over, the last one first. */
  atEnd(cleanup: () => unknown): void {
    this.#cleanups.unshift(cleanup);
  }

  async close(): Promise<void> {
    for (const cleanup of this.#cleanups) await cleanup();
    for (const name of this.#namespaces) {
      await this.api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    this.api.close();
  }

  /** The tool without a proxy. */
  tool(env: Record<string, string> = {}): Tool {
    const tool = new Tool(this.#kubeconfig, env);
    this.atEnd(() => tool.remove());
    return tool;
  }

  async bench(name: string, namespace = this.#namespaces[0] ?? ''): Promise<Bench> {
    const proxy = await FaultProxy.start(this.#kubeconfig);
    this.atEnd(() => proxy.close());
    const bare = this.tool();
    const tool = bare.with({ KUBECONFIG: proxy.writeKubeconfig(join(bare.state, '..', 'kubeconfig')) });
    const web = deployment(namespace, name);
    await this.api.apply(web);
    await settled(this.api, web);
    return {
      tool,
      proxy,
      web,
      plan: (replicas = 2) => tool.plan(namespace, `deploy/${name}`, 'scale', `replicas=${replicas}`),
      replicas: async () => (await rollout(this.api, web)).spec.replicas,
    };
  }

  /** Somebody else changes an object. */
  edit({ apiVersion, kind, metadata: { name, namespace } }: Manifest, more: object): Promise<void> {
    return this.api.patch({ apiVersion, kind, metadata: { name, namespace }, ...more });
  }

  annotate({ apiVersion, kind, metadata: { name, namespace } }: Manifest, key: string, value: string): Promise<void> {
    return this.api.patch({ apiVersion, kind, metadata: { name, namespace, annotations: { [key]: value } } });
  }

  async annotations(object: Manifest): Promise<Readonly<Record<string, string>>> {
    return Annotated.parse(await this.api.get(object)).metadata.annotations;
  }
}

/** Meets patches that are more than a dry run. */
export function write(fault: Rule['fault'], more: Partial<Rule> = {}): Rule {
  return { fault, method: 'PATCH', isWrite: true, ...more };
}

/** Makes one plan of several, in the first one's place: steps in their order, and what is done where they fail. */
export function joined(tool: Tool, steps: readonly string[], fallback: readonly string[] = []): string {
  const state = openState(tool.state, { access: 'write' });
  try {
    const backups = openBackups(state, { keys: keyring([]) });
    const planOf = (id: string) => PlanSchema.parse(backups.findRun(id).readJson('plan.json', PlanSchema));
    const numbered = (ids: readonly string[], from: number) =>
      ids
        .flatMap((id) => planOf(id).steps)
        .map((step, index) => ({ ...step, id: `${String(from + index).padStart(2, '0')}-${step.action}` }));
    const [first = ''] = steps;
    const whole = { ...planOf(first), steps: numbered(steps, 1), fallback: numbered(fallback, steps.length + 1) };
    backups.findRun(first).writeJson('plan.json', { ...whole, hash: hashOf(whole) });
    return first;
  } finally {
    state.close();
  }
}

interface Subject {
  readonly kind: 'User' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
}

/** Gives somebody the rights that the tool says these actions need, and those to look at the namespace. */
export async function grant(
  api: ClusterApi,
  tool: Tool,
  { actions, namespace, subject }: { readonly actions: string; readonly namespace: string; readonly subject: Subject },
): Promise<{ readonly role: Manifest; remove(): Promise<void> }> {
  const { stdout } = await tool.run(['rbac', 'generate', '--actions', actions, '-n', namespace, '--name', namespace]);
  const roles = z.array(Manifest).parse(loadAll(stdout));
  const view: Manifest = { apiVersion: RBAC, kind: 'ClusterRole', metadata: { name: 'view' } };
  const objects = [
    ...roles,
    ...roles.map((role) => bindingOf(role, subject)),
    { ...bindingOf(view, subject), kind: 'RoleBinding', metadata: { name: `${namespace}-view`, namespace } },
  ];
  for (const object of objects) await api.apply(object);
  // Until every cache of the API server knows of it.
  await sleep(1_000);
  const [role] = roles;
  if (role === undefined) throw new Error(`no role for ${actions}`);
  return {
    role,
    async remove() {
      for (const object of objects) await api.remove(object);
    },
  };
}

function bindingOf({ kind, metadata }: Manifest, subject: Subject): Manifest {
  const { name, namespace } = metadata;
  const group = 'rbac.authorization.k8s.io';
  return {
    apiVersion: RBAC,
    kind: kind === 'Role' ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: group, kind, name },
    subjects: [subject.kind === 'User' ? { apiGroup: group, ...subject } : subject],
  };
}
