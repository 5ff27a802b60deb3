import { z } from 'zod';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { registryOf } from '../../kube/images/image-reference.ts';
import { registryRef } from '../../kube/images/registries.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const imagePullRateLimited = defineCheck({
  id: 'image-pull-rate-limited',
  title: 'Registry limits the pulls',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://docs.docker.com/docker-hub/usage/pulls/',
  facts: z.object({
    image: z.string(),
    registry: z.string(),
    text: z.string(),
    pullSecrets: z.array(z.string()),
  }),
  message: ({ image, registry, text, pullSecrets }, { subject }) =>
    `Registry ${registry} was asked too often` +
    (subject.kind === 'Registry' ? '' : ` and refuses ${image} for now`) +
    (text === '' ? '' : ` (${text})`) +
    (pullSecrets.length === 0 ? '; it was asked without an account' : ''),
  fixes: ({ pullSecrets }, { object }) => [
    ...(pullSecrets.length === 0
      ? [
          {
            text: 'Pull with an account: see which pull secrets the namespace has, to name one in imagePullSecrets',
            command: kubectl(
              ...['get', 'secrets', ...inNamespaceOf(object)],
              '--field-selector=type=kubernetes.io/dockerconfigjson',
            ),
          },
        ]
      : []),
    { text: 'Pull through a mirror or cache of the registry; the kubelet tries again by itself', command: null },
  ],
  *find(pod, view) {
    for (const pull of view.shared(failedPulls)(pod)) {
      const since = unreadySince(pod);
      if (pull.class !== 'rate-limited' || (since !== null && view.age(since) < 30 * SECOND_MS)) continue;
      const { container, image, text, seen } = pull;
      const registry = registryOf(image);
      yield {
        cause: registry,
        container,
        shared: registryRef(registry),
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: {
          image,
          registry,
          text,
          pullSecrets: (pod.spec?.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : [])),
        },
        evidence: [...seen],
      };
    }
  },
});
