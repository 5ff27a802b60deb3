import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { registryOf } from '../../kube/images/image-reference.ts';
import { accountCovers, accountIn } from '../../kube/images/registry-accounts.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imagePullSecretMismatch = defineCheck({
  id: 'image-pull-secret-mismatch',
  title: 'Image pull secret is for another registry',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Secret', 'Event'],
  explains: ['image-pull-unauthorized'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/',
  facts: z.object({
    image: z.string(),
    registry: z.string(),
    accounts: z.array(z.object({ secret: z.string(), type: z.string(), registries: z.array(z.string()) })),
  }),
  message: ({ image, registry, accounts }) =>
    `Registry ${registry} refuses ${image}, and no pull secret has an account for it: ` +
    accounts
      .map(({ secret, type, registries }) =>
        type.startsWith('kubernetes.io/dockerc')
          ? `${secret} is for ${registries.length === 0 ? 'no registry that can be read' : listText(registries)}`
          : `${secret} is of type ${type}, which is no pull secret`,
      )
      .join(', '),
  fixes: ({ registry, accounts }, { subject, object }) => [
    {
      text: `Create a pull secret for ${registry}, with the real account, and name it in imagePullSecrets`,
      command: kubectl(
        ...['create', 'secret', 'docker-registry', `${accounts[0]?.secret ?? 'registry'}-${registry.split(/[.:]/)[0]}`],
        ...inNamespaceOf(object),
        `--docker-server=${registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry}`,
        ...['--docker-username=USER', '--docker-password=PASSWORD'],
      ),
    },
    correctTemplate(subject, 'the image or its imagePullSecrets'),
  ],
  *find(pod, view) {
    const names = [...new Set((pod.spec?.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : [])))];
    if (names.length === 0) return;
    const pulls = view
      .shared(failedPulls)(pod)
      .filter((pull) => pull.class === 'unauthorized');
    if (pulls.length === 0) return;
    const accounts = names.flatMap((name) => {
      const found = view.get('Secret', pod.metadata.namespace ?? '', name);
      return found.state === 'found' ? (accountIn(found.object) ?? []) : [];
    });
    // One that is missing or that nobody may read could be the right one.
    if (accounts.length < names.length) return;
    for (const { container, image, seen } of pulls) {
      const registry = registryOf(image);
      if (accounts.some(({ registries }) => registries.some((name) => accountCovers(name, registry)))) continue;
      yield {
        cause: registry,
        // Only one is named: that one is to be mended, for all who name it.
        shared: names.length === 1 && names[0] ? refTo('Secret', pod.metadata.namespace ?? '', names[0]) : undefined,
        confidence: 'likely',
        container,
        since: unreadySince(pod),
        facts: {
          image,
          registry,
          accounts: accounts.map((account) => ({ ...account, registries: [...account.registries] })),
        },
        evidence: [...seen, { path: 'spec.imagePullSecrets', value: names }],
      };
    }
  },
});
