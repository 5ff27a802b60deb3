import { z } from 'zod';
import { failedPullsOf } from '../../kube/images/image-pulls.ts';
import { registryOf } from '../../kube/images/image-reference.ts';
import { missingPullSecrets } from '../../kube/images/pull-secrets.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { nearNames } from '../../kube/near-names.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isActive } from '../../kube/pods.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { twinMemory } from '../../kube/scheduling/twins.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** What a registry answers to someone it does not know; a pull that fails otherwise would fail with the secret too. */
const REFUSED = new Set(['unauthorized', 'not-found', 'unknown']);

const twins = () => twinMemory();

export const imagePullSecretMissing = defineCheck({
  id: 'image-pull-secret-missing',
  title: 'Image pull secret does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  consults: ['Secret', 'Event'],
  explains: ['image-not-found', 'image-pull-failed', 'image-pull-unauthorized'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/',
  facts: z.object({
    secret: z.string(),
    namespace: z.string(),
    image: z.string().nullable(),
    similar: z.array(z.string()),
  }),
  message: ({ secret, namespace, image, similar }) =>
    `Pull secret ${secret} does not exist in namespace ${namespace}` +
    (image === null ? '; the images are there without it for now' : `, and image ${image} cannot be pulled`) +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ secret, image, similar }, { subject, object }) => [
    ...(similar.length > 0 ? [correctTemplate(subject, 'the name in imagePullSecrets')] : []),
    {
      text: 'See whether another namespace has it',
      command: kubectl('get', 'secrets', '-A', `--field-selector=metadata.name=${secret}`),
    },
    {
      text: 'Create it, with the real account',
      command: kubectl(
        ...['create', 'secret', 'docker-registry', secret, ...inNamespaceOf(object)],
        `--docker-server=${image === null ? 'REGISTRY' : registryOf(image)}`,
        ...['--docker-username=USER', '--docker-password=PASSWORD'],
      ),
    },
  ],
  *find(pod, view) {
    if (!isActive(pod) || pod.spec?.imagePullSecrets === undefined) return;
    const namespace = pod.metadata.namespace ?? '';
    const warnings = () => view.warnings('Event', pod);
    const stateOf = (name: string) => view.get('Secret', namespace, name).state;
    const near = view.shared(nearNames);
    const ageOf = (timestamp: string | null) => view.age(timestamp);
    const look = () => missingPullSecrets(pod, warnings, stateOf, ageOf);
    for (const { name, seen } of view.shared(twins)(pod, look)) {
      const failing = failedPullsOf(pod, warnings).filter((pull) => REFUSED.has(pull.class));
      for (const pull of failing.length > 0 ? failing : [undefined]) {
        yield {
          cause: name,
          shared: refTo('Secret', namespace, name),
          latent: pull === undefined,
          severity: pull === undefined ? 'low' : isDownAlone(pod) ? 'critical' : 'high',
          container: pull?.container,
          since: pull === undefined ? null : unreadySince(pod),
          facts: {
            secret: name,
            namespace,
            image: pull?.image ?? null,
            similar: near(`Secret/${namespace}`, name, () =>
              view.inNamespace('Secret', namespace).map((other) => other.metadata.name),
            ),
          },
          evidence: [{ path: 'spec.imagePullSecrets', value: name }, ...seen, ...(pull?.seen ?? [])],
        };
      }
    }
  },
});
