import { z } from 'zod';
import { KINDS } from '../../kube/kinds.ts';
import type { KindCoverage } from '../../snapshot/coverage.ts';
import { defineScanCheck } from '../define-check.ts';

export const scanPartial = defineScanCheck({
  id: 'scan-partial',
  title: 'Could not read everything',
  severity: 'medium',
  source: 'https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks',
  facts: z.object({ failed: z.array(z.object({ resource: z.string(), reason: z.string() })) }),
  message: ({ failed }) =>
    `Could not read ${failed.map(({ resource, reason }) => `${resource} (${reason})`).join(', ')}: what is wrong there cannot be seen`,
  fixes: () => [
    { text: 'Run again, with a longer --request-timeout where the server was slow to answer', command: null },
  ],
  *find(coverage) {
    const failed = coverage
      .filter((read) => read.state === 'failed' || isShort(read))
      .map(({ kind, reason }) => ({ resource: KINDS[kind].resource, reason: reason ?? 'no answer' }));
    if (failed.length > 0) yield { failed };
  },
});

/** Of the kinds that are read as one, some could not be read. */
function isShort({ state, reason, except, only }: KindCoverage): boolean {
  return state === 'listed' && reason !== null && except.length === 0 && only === null;
}
