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
    partly: z.array(z.object({ resource: z.string(), namespaces: z.array(z.string()) })),
  }),
  message: ({ resources, partly }) => {
    const nowhere = resources.length > 0 ? [`may not list ${resources.join(', ')}`] : [];
    const somewhere = partly.map(({ resource, namespaces }) => `may not list ${resource} in ${places(namespaces)}`);
    return `${capitalised([...nowhere, ...somewhere].join('; '))}: what is wrong there cannot be seen`;
  },
  fixes: ({ resources, partly }) => [
    {
      text: 'Grant the right to list them; a read-only ClusterRole comes with the documentation',
      command: kubectl('auth', 'can-i', 'list', resources[0] ?? partly[0]?.resource ?? 'pods', '--all-namespaces'),
    },
  ],
  *find(coverage) {
    const resources = coverage.filter(({ state }) => state === 'forbidden').map(({ kind }) => KINDS[kind].resource);
    const partly = coverage
      .filter(({ state, except }) => state === 'listed' && except.length > 0)
      .map(({ kind, except }) => ({ resource: KINDS[kind].resource, namespaces: [...except].sort() }));
    if (resources.length + partly.length > 0) yield { resources: resources.sort(), partly };
  },
});

function places(namespaces: readonly string[]): string {
  if (namespaces.length > 3) return `${namespaces.slice(0, 3).join(', ')} and ${namespaces.length - 3} more namespaces`;
  return `${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
