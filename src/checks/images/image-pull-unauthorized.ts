import { z } from 'zod';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { registryOf } from '../../kube/images/image-reference.ts';
import { imagesInUse } from '../../kube/images/images-in-use.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imagePullUnauthorized = defineCheck({
  id: 'image-pull-unauthorized',
  title: 'Registry refuses the image',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#using-a-private-registry',
  facts: z.object({
    image: z.string(),
    registry: z.string(),
    text: z.string(),
    pullSecrets: z.array(z.string()),
    similar: z.array(z.string()),
  }),
  message: ({ image, registry, text, pullSecrets, similar }) =>
    `Registry ${registry} refuses ${image} (${text}): ` +
    (pullSecrets.length === 0
      ? 'the pod has no pull secret'
      : `${pullSecrets.length === 1 ? 'pull secret' : 'pull secrets'} ${pullSecrets.join(', ')} may not read it`) +
    ', or there is no such image' +
    (similar.length > 0 ? `; what runs in this cluster is ${similar.join(' or ')}` : ''),
  fixes: ({ pullSecrets }, { subject, object }) => [
    pullSecrets.length === 0
      ? {
          text: 'See which pull secrets the namespace has, to name one in imagePullSecrets',
          command: kubectl(
            ...['get', 'secrets', ...inNamespaceOf(object)],
            '--field-selector=type=kubernetes.io/dockerconfigjson',
          ),
        }
      : {
          text: 'See for which registries the pull secrets are, without their passwords',
          command: `${kubectl('get', 'secret', pullSecrets[0] ?? '', ...inNamespaceOf(object), '-o', 'jsonpath={.data.\\.dockerconfigjson}')} | base64 -d | grep -o '"[^"]*": *{'`,
        },
    correctTemplate(subject, 'the image or its imagePullSecrets'),
  ],
  *find(pod, view) {
    for (const pull of view.shared(failedPulls)(pod)) {
      const since = unreadySince(pod);
      if (pull.class !== 'unauthorized' || (since !== null && view.age(since) < 30 * SECOND_MS)) continue;
      const { container, image, text, seen } = pull;
      const pullSecrets = (pod.spec?.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : []));
      yield {
        cause: image,
        container,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { image, registry: registryOf(image), text, pullSecrets, similar: view.shared(imagesInUse)(image) },
        evidence: [...seen, { path: 'spec.imagePullSecrets', value: pullSecrets }],
      };
    }
  },
});
