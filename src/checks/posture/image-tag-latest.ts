import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { imagesTagged } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imageTagLatest = defineCheck({
  id: 'image-tag-latest',
  title: 'Image with the tag latest',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'runs', 'run')} an image that is another one whenever latest moves: ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the image: name a version or a digest')],
  *find(owner) {
    yield* faultsIn(owner, (spec) => imagesTagged(spec, 'latest'));
  },
});
