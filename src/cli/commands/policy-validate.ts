import { countText } from '../../base/list-text.ts';
import { loadPolicies } from '../../remedy/policy/load/load-policies.ts';
import { EXIT } from '../exit-codes.ts';
import { writeStdout } from '../ui/write.ts';
import { factsHere, POLICY_DIR, problemText } from './policy/load.ts';

interface Options {
  readonly output: string;
}

/** Reads policies and tells every problem of them. Returns the exit code. */
export async function validatePolicies(paths: readonly string[], { output }: Options): Promise<number> {
  const facts = factsHere();
  const read = await Promise.all((paths.length === 0 ? [POLICY_DIR] : paths).map((path) => loadPolicies(path, facts)));
  const policies = read.flatMap((one) => one.policies);
  const problems = read.flatMap((one) => one.problems);
  if (output === 'json') {
    const valid = policies.map(({ kind, metadata, source, hash }) => ({ kind, metadata, source, hash }));
    await writeStdout(`${JSON.stringify({ policies: valid, problems }, null, 2)}\n`);
  } else {
    const lines = problems.map((problem) => `${problemText(problem)}\n`).join('');
    const count = policies.length === 1 ? '1 policy is' : `${policies.length} policies are`;
    await writeStdout(`${lines}${count} valid, ${countText(problems.length, 'problem')}\n`);
  }
  return problems.length === 0 ? EXIT.ok : EXIT.usage;
}
