import { readFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { type ClusterEntry, type ContextEntry, KubeconfigFile, type UserEntry } from './schema.ts';

/** What the process knows of its surroundings: where kubeconfig files may be. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The kubeconfig files of a user, merged. */
export interface Kubeconfig {
  /** The files that were read, for messages. */
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
}

/**
 * Reads and merges the kubeconfig files as kubectl does: the one that was named; else those of `$KUBECONFIG`, of
 * which missing ones are skipped; else `~/.kube/config`. The first to define a name, or the current context, wins.
 *
 * Null where there is no file at all.
 *
 * The Kubernetes client for Node refuses a name that two files define, lets the last current context win, and stops
 * at a missing file: what the files say goes to it merged.
 *
 * @throws MekhanikubeError `cluster-unreadable` for a file that cannot be read or is no kubeconfig
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export async function loadKubeconfig(explicit: string | undefined, around: Surroundings): Promise<Kubeconfig | null> {
  const candidates = explicit === undefined ? defaultFiles(around) : [explicit];
  const files: { path: string; content: KubeconfigFile }[] = [];
  for (const path of candidates) {
    const text = readText(path, explicit === undefined);
    if (text !== undefined) files.push({ path, content: await parse(path, text) });
  }
  return files.length === 0 ? null : mergeFiles(files);
}

/** Where kubectl would look without a named file. */
export function defaultFiles({ env, home }: Surroundings): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  return listed.length > 0 ? [...new Set(listed)] : [join(home, '.kube', 'config')];
}

function readText(path: string, mayBeMissing: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    if (missing && mayBeMissing) return undefined;
    const denied = thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES';
    const what = missing ? 'does not exist' : `cannot be read: ${messageOf(thrown)}`;
    throw new MekhanikubeError('cluster-unreadable', `the kubeconfig ${path} ${what}`, {
      hint: denied
        ? 'run as the user who owns it; a container must have its uid'
        : 'name another with --kubeconfig, or leave the flag out to use $KUBECONFIG or ~/.kube/config',
      cause: thrown,
    });
  }
}

async function parse(path: string, text: string): Promise<KubeconfigFile> {
  const { load, YAMLException } = await import('js-yaml');
  let document: unknown;
  try {
    document = text.trim() === '' ? {} : load(text);
  } catch (thrown) {
    // The exception's message quotes the lines around, where tokens stand: neither it nor the exception goes on.
    const where = thrown instanceof YAMLException && thrown.mark ? ` (line ${thrown.mark.line + 1})` : '';
    throw noKubeconfig(path, `is not YAML${where}`);
  }
  const parsed = KubeconfigFile.safeParse(document ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const at = issue?.path.join('.') ?? '';
  throw noKubeconfig(path, `is not a kubeconfig: ${at === '' ? '' : `${at}: `}${issue?.message ?? 'not understood'}`);
}

function noKubeconfig(path: string, what: string): MekhanikubeError {
  return new MekhanikubeError('cluster-unreadable', `the kubeconfig ${path} ${what}`, {
    hint: `see what kubectl makes of it: kubectl config view --kubeconfig ${path}`,
  });
}

/** Merges the contents of kubeconfig files: the first to define a name, or the current context, wins. */
export function mergeFiles(files: readonly { path: string; content: KubeconfigFile }[]): Kubeconfig {
  const contexts = new Map<string, ContextEntry>();
  const clusters = new Map<string, ClusterEntry>();
  const users = new Map<string, UserEntry>();
  let currentContext: string | undefined;
  for (const { path, content } of files) {
    const base = dirname(resolve(path));
    currentContext ??= content['current-context'] || undefined;
    for (const { name, context } of content.contexts ?? []) addFirst(contexts, name, context ?? {});
    for (const { name, cluster } of content.clusters ?? []) addFirst(clusters, name, clusterIn(base, cluster ?? {}));
    for (const { name, user } of content.users ?? []) addFirst(users, name, userIn(base, user ?? {}));
  }
  return { files: files.map(({ path }) => path), currentContext, contexts, clusters, users };
}

function addFirst<T>(map: Map<string, T>, name: string, value: T): void {
  if (!map.has(name)) map.set(name, value);
}

/** Paths in a kubeconfig are relative to its folder. */
function clusterIn(base: string, cluster: ClusterEntry): ClusterEntry {
  return { ...cluster, 'certificate-authority': absolute(cluster['certificate-authority'], base) };
}

/** So is a plugin's command, unless it is a bare name. */
function userIn(base: string, user: UserEntry): UserEntry {
  const exec = user.exec?.command.includes(sep)
    ? { ...user.exec, command: absolute(user.exec.command, base) ?? '' }
    : user.exec;
  return {
    ...user,
    'client-certificate': absolute(user['client-certificate'], base),
    'client-key': absolute(user['client-key'], base),
    tokenFile: absolute(user.tokenFile, base),
    exec,
  };
}

function absolute(path: string | null | undefined, base: string): string | undefined {
  if (!path) return undefined;
  // A kubeconfig of Windows that is read in a container keeps its paths: they are mapped, or named in an error.
  return isAbsolute(path) || /^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path : join(base, path);
}
