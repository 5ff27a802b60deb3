import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { containersOf } from '../../kube/containers.ts';
import { isActive } from '../../kube/pods.ts';
import { twinMemory } from '../../kube/scheduling/twins.ts';
import { duplicateNames } from '../../kube/startup/duplicate-names.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const twins = () => twinMemory();

export const envDuplicateName = defineCheck({
  id: 'env-duplicate-name',
  title: 'Environment variable is set twice',
  severity: 'low',
  level: 'cause',
  subject: 'Pod',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables',
  facts: z.object({ container: z.string(), variables: z.array(z.string()) }),
  message: ({ container, variables }) =>
    `Container ${container} sets ${variables.length === 1 ? 'variable' : 'variables'} ${listText(variables)} more than once: ` +
    'only the last value counts',
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the list of variables: leave the one that is not meant out'),
  ],
  *find(pod, view) {
    if (!isActive(pod)) return;
    const look = () =>
      containersOf(pod).flatMap(({ name, spec, specPath }) => {
        const variables = duplicateNames(spec.env);
        return variables.length === 0 ? [] : [{ container: name, variables: [...variables], path: `${specPath}.env` }];
      });
    for (const { container, variables, path } of view.shared(twins)(pod, look)) {
      yield {
        cause: `${container}/${variables.join(',')}`,
        container,
        latent: true,
        facts: { container, variables },
        evidence: [{ path, value: variables }],
      };
    }
  },
});
