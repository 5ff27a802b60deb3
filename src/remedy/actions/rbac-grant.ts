import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { defineAdvice } from '../objects/advice.ts';
import { wrongKind } from '../objects/wrong-kind.ts';

const Word = z.string().regex(/^[a-z][a-z0-9./-]{0,127}$/);

const params = z.strictObject({
  verbs: z.array(Word).min(1).max(10).describe('What it may do: get, list'),
  resource: Word.describe('To which resource: pods, or deployments.apps'),
});

export const rbacGrant = defineAdvice({
  id: 'rbac.grant',
  title: 'Give a ServiceAccount a right',
  on: ['ServiceAccount'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
  params,
  example: { verbs: ['get', 'list'], resource: 'pods' },
  refusals: (target) => [target.kind === 'ServiceAccount' ? null : wrongKind(target, 'ServiceAccount')],
  advise: (target, { verbs, resource }) => {
    const ref = refOf(target);
    const namespace = ref.namespace ?? '';
    const role = `${ref.name}-${resource.split(/[./]/)[0] ?? resource}`;
    return {
      summary: `let ${refText(ref)} ${verbs.join(', ')} ${resource} in namespace ${namespace}`,
      commands: [
        kubectl('create', 'role', '-n', namespace, role, `--verb=${verbs.join(',')}`, `--resource=${resource}`),
        kubectl(
          'create',
          'rolebinding',
          '-n',
          namespace,
          role,
          `--role=${role}`,
          `--serviceaccount=${namespace}:${ref.name}`,
        ),
      ],
      risks: [
        'every pod with this ServiceAccount gets the right, and whoever can make such a pod',
        ...(resource.startsWith('secrets') ? ['it shows every Secret of the namespace'] : []),
      ],
      wayBack: kubectl('delete', '-n', namespace, `rolebinding/${role}`, `role/${role}`),
    };
  },
});
