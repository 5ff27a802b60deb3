import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { containersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { hasReadyEndpoint, slicesOf } from '../../kube/network/service-outage.ts';
import { type ObjectRef, refOf, refTo } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { type AwaitedService, awaitedServices } from '../../kube/startup/awaited-hosts.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 10 * MINUTE_MS;
/** Where what it waits for is known not to answer. By then its workload is said to be down, and this says why. */
const PATIENCE_IN_VAIN_MS = 2 * MINUTE_MS;

export const podInitStuck = defineCheck({
  id: 'pod-init-stuck',
  title: 'Init container does not end',
  severity: 'medium',
  level: 'state',
  subject: 'Pod',
  among: suspects,
  consults: ['Service', 'EndpointSlice'],
  source: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-init-containers/',
  facts: z.object({
    container: z.string(),
    position: z.int(),
    of: z.int(),
    /** Services that its command names and that cannot answer. */
    services: z.array(z.object({ name: z.string(), namespace: z.string(), exists: z.boolean() })),
  }),
  message: ({ container, position, of, services }) => {
    const texts = services.map(({ name, namespace, exists }) =>
      exists
        ? `Service ${namespace}/${name}, which has no ready endpoint`
        : `${name}, and there is no Service ${namespace}/${name}`,
    );
    return (
      `Init container ${container} (${position} of ${of}) runs and does not end, so the pod does not start` +
      (texts.length === 0 ? '' : `; its command names ${listText(texts)}`)
    );
  },
  fixes: ({ container, services: [first] }, { object }) => [
    {
      text: 'Read what it waits for',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--tail=20'),
    },
    ...(first === undefined
      ? []
      : [
          first.exists
            ? {
                text: 'See why the Service has no endpoint',
                command: kubectl('describe', '-n', first.namespace, `service/${first.name}`),
              }
            : { text: 'See which Services there are', command: kubectl('get', 'services', '-n', first.namespace) },
        ]),
  ],
  *find(pod, view) {
    if (isReady(pod)) return;
    const inits = containersOf(pod).filter(({ role }) => role === 'init');
    const index = inits.findIndex(({ status }) => status?.state?.running !== undefined);
    const init = inits[index];
    const startedAt = init?.status?.state?.running?.startedAt;
    if (init === undefined || !startedAt || view.age(startedAt) < PATIENCE_IN_VAIN_MS) return;
    const services = awaitedServices(init.spec, pod.metadata.namespace ?? '').flatMap((service) => down(service, view));
    if (services.length === 0 && view.age(startedAt) < PATIENCE_MS) return;
    yield {
      cause: init.name,
      container: init.name,
      confidence: 'likely',
      since: startedAt,
      explainedBy: services.flatMap(({ blame }) => blame),
      facts: {
        container: init.name,
        position: index + 1,
        of: inits.length,
        services: services.map(({ name, namespace, exists }) => ({ name, namespace, exists })),
      },
      evidence: [{ path: `${init.statusPath}.state.running.startedAt`, value: startedAt }],
    };
  },
});

interface DownService {
  readonly namespace: string;
  readonly name: string;
  readonly exists: boolean;
  /** Where the reason must be sought: its pods, or the Service itself where it has none. */
  readonly blame: readonly ObjectRef[];
}

/** The Service, if it is known to be absent or to have nobody who answers. */
function down(
  { namespace, name, certain }: AwaitedService,
  view: View<'Service' | 'EndpointSlice' | 'Pod'>,
): readonly DownService[] {
  const lookup = view.get('Service', namespace, name);
  const own = [refTo('Service', namespace, name)];
  if (lookup.state === 'missing') return certain ? [{ namespace, name, exists: false, blame: own }] : [];
  if (lookup.state === 'unverified' || !view.covers('EndpointSlice', namespace)) return [];
  if (lookup.object.spec?.type === 'ExternalName' || slicesOf(lookup.object, view).some(hasReadyEndpoint)) return [];
  const pods = view
    .selectByLabels('Pod', namespace, lookup.object.spec?.selector)
    .filter((pod) => !isReady(pod) && isActive(pod));
  return [{ namespace, name, exists: true, blame: pods.length > 0 ? pods.map(refOf) : own }];
}
