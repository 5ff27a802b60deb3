import { z } from 'zod';
import { KINDS } from '../../kube/kinds.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defineScanCheck } from '../define-check.ts';

export const scanForbidden = defineScanCheck({
  id: 'scan-forbidden',
  title: 'Not allowed to read everything',
  severity: 'medium',
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
  facts: z.object({
    /** Resources that could be read nowhere. */
    resources: z.array(z.string()),
    /** Resources that could be read in some of the namespaces only, and where not. */
    partly: z.array(z.object({ resources: z.array(z.string()), namespaces: z.array(z.string()) })),
  }),
  message: ({ resources, partly }) => {
    const nowhere = resources.length > 0 ? [resources.join(', ')] : [];
    const somewhere = partly.map((part) => `${part.resources.join(', ')} in ${places(part.namespaces)}`);
    return `May not list ${[...nowhere, ...somewhere].join(', nor ')}: what is wrong there cannot be seen`;
  },
  fixes: ({ partly }) => {
    const [namespace] = partly[0]?.namespaces ?? [];
    return [
      {
        text: 'See what you may do, and have the right to list the rest granted',
        command: kubectl('auth', 'can-i', '--list', ...(namespace === undefined ? [] : ['-n', namespace])),
      },
    ];
  },
  *find(coverage) {
    const resources = coverage.filter(({ state }) => state === 'forbidden').map(({ kind }) => KINDS[kind].resource);
    const byPlace = new Map<string, { resources: string[]; namespaces: string[] }>();
    for (const { kind, state, except } of coverage) {
      if (state !== 'listed' || except.length === 0) continue;
      const namespaces = [...except].sort();
      const known = byPlace.get(namespaces.join());
      if (known === undefined) byPlace.set(namespaces.join(), { resources: [KINDS[kind].resource], namespaces });
      else known.resources.push(KINDS[kind].resource);
    }
    if (resources.length + byPlace.size > 0) yield { resources, partly: [...byPlace.values()] };
  },
});

function places(namespaces: readonly string[]): string {
  if (namespaces.length > 3) return `${namespaces.slice(0, 3).join(', ')} and ${namespaces.length - 3} more namespaces`;
  return `${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')}`;
}
