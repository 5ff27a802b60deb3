import type { TerminalFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { isOlder, versionNumbers } from '../version-number.ts';

const OLDEST = [22, 22];

interface Judged {
  readonly status: 'ok' | 'fail';
  readonly version: string;
}

export const node = defineLine<TerminalFacts, Judged>({
  area: 'terminal',
  name: 'node',
  judge({ nodeVersion }) {
    const isOld = isOlder(versionNumbers(nodeVersion) ?? [0, 0, 0], OLDEST);
    return { status: isOld ? 'fail' : 'ok', version: nodeVersion };
  },
  words: ({ status, version }) =>
    status === 'ok'
      ? { seen: `Node ${version}` }
      : {
          seen: `Node ${version} is too old: 22.22 or newer is needed`,
          mend: 'npx -y -p node@24 -p mekhanikube mekhanikube doctor',
        },
});
