import type { PolicyFacts } from '../facts.ts';
import { type ParsedPolicies, type PlacedProblem, type Policy, parsePolicies } from './parse-policies.ts';
import { readPolicyFiles } from './read-files.ts';

/**
 * Reads all policies of a file or a folder. A file or document with a problem gives none, and the others are read.
 *
 * @throws MekhanikubeError `input-unreadable` for a path that is not there
 */
export async function loadPolicies(path: string, facts: PolicyFacts): Promise<ParsedPolicies> {
  const files = await readPolicyFiles(path);
  const parsed = files.map((file): ParsedPolicies => {
    if ('text' in file) return parsePolicies(file.path, file.text, facts);
    return { policies: [], problems: [{ where: `${file.path}:1`, field: '', message: file.refused, hint: file.hint }] };
  });
  const read = parsed.flatMap(({ policies }) => policies);
  const double = doubles(read);
  return {
    // Neither of two with one name: nobody knows which of them is meant.
    policies: read.filter((policy) => !double.some(({ name }) => name === fullName(policy))),
    problems: [...parsed.flatMap(({ problems }) => problems), ...double.map(({ problem }) => problem)],
  };
}

/** `shop/web-crash-loop`, or the name alone where there is no namespace. Policies of both kinds have names of their own. */
export function fullName({ kind, metadata }: Pick<Policy, 'kind' | 'metadata'>): string {
  const name = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return kind === 'ClusterRemediationPolicy' ? `cluster/${name}` : name;
}

interface Double {
  readonly name: string;
  readonly problem: PlacedProblem;
}

function doubles(policies: readonly Policy[]): readonly Double[] {
  const first = new Map<string, Policy>();
  return policies.flatMap((policy) => {
    const name = fullName(policy);
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, policy);
      return [];
    }
    const message = `there is another policy ${name} at ${earlier.source}`;
    return [
      {
        name,
        problem: { where: policy.source, field: 'metadata.name', message, hint: 'give one of them another name' },
      },
    ];
  });
}
