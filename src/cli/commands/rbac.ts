import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { ALL_KINDS, kindByName } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import { ACTIONS } from '../../remedy/actions/index.ts';
import { needsKinds, type RoleAction, roleYaml } from '../../remedy/rights/role.ts';
import { writeStdout } from '../ui/write.ts';

interface Options {
  readonly actions: string;
  readonly on?: string;
  readonly namespace?: string;
  readonly name: string;
}

type Known = readonly RoleAction[];

/** Prints the role that these actions take. */
export async function generateRole(options: Options): Promise<void> {
  await writeStdout(roleFor(options, [...ACTIONS.values()]));
}

/**
 * The manifests, as YAML.
 *
 * @throws MekhanikubeError `usage` for an action, a kind or a name that there is not
 */
export function roleFor(options: Options, known: Known): string {
  const actions = wordsOf(options.actions).map((id) => find(id, known));
  if (actions.length === 0) throw new MekhanikubeError('usage', '--actions names no action');
  const kinds = wordsOf(options.on ?? '').map(kindNamed);
  const open = actions.find(needsKinds);
  if (open !== undefined && kinds.length === 0) {
    throw new MekhanikubeError('usage', `${open.id} is for objects of any kind, and no role is for all of them`, {
      hint: 'say which: --on deployments,configmaps',
    });
  }
  const { namespace = null, name } = options;
  for (const [flag, value] of [
    ['--name', name],
    ['--namespace', namespace],
  ] as const) {
    if (value === null || /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value)) continue;
    throw new MekhanikubeError('usage', `${flag}: "${value}" is no name of Kubernetes`);
  }
  return roleYaml({ actions, kinds, namespace, name });
}

function wordsOf(list: string): readonly string[] {
  const words = list.split(',').map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

function find(id: string, known: Known): Known[number] {
  const action = known.find((candidate) => candidate.id === id);
  if (action !== undefined) return action;
  const ids = known.map((candidate) => candidate.id);
  throw new MekhanikubeError('usage', `there is no action "${id}"`, hintFor(id, ids, 'mekhanikube remediate actions'));
}

function kindNamed(name: string): Kind {
  const info = kindByName(name);
  if (info?.kind === 'Secret')
    throw new MekhanikubeError('usage', '--on: no role of this tool gives rights to Secrets');
  if (info !== undefined) return info.kind;
  throw new MekhanikubeError(
    'usage',
    `--on: there is no kind "${name}"`,
    hintFor(name, ALL_KINDS, 'kubectl api-resources'),
  );
}

function hintFor(word: string, candidates: readonly string[], all: string): { readonly hint: string } {
  const near = nearMisses(word, candidates);
  return { hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `${all} lists all of them` };
}
