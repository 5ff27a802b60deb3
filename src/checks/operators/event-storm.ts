import { z } from 'zod';
import { digestsOf, ratePerHour } from '../../kube/events/event-digest.ts';
import { isKind } from '../../kube/kinds.ts';
import { kubectl } from '../../kube/kubectl.ts';
import type { Kind, KubeEvent } from '../../kube/object.ts';
import { type ObjectRef, refText } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

const STORM_PER_HOUR = 500;

export const eventStorm = defineCheck({
  id: 'event-storm',
  title: 'Flood of warnings',
  severity: 'medium',
  level: 'state',
  subject: 'Namespace',
  reads: ['Event'],
  consults: ['Pod', 'ReplicaSet', 'Job'],
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/',
  facts: z.object({ about: z.string(), reason: z.string(), text: z.string(), perHour: z.int() }),
  message: ({ about, reason, text, perHour }) =>
    `${perHour} warnings an hour about ${about} (${reason}): ${text}; they burden the API server and its storage`,
  fixes: ({ reason }, { object }) => [
    {
      text: 'See the warnings, newest last',
      command: kubectl(
        ...['get', 'events', '-n', object.name, `--field-selector=reason=${reason}`],
        '--sort-by=.lastTimestamp',
      ),
    },
  ],
  *find(namespace, view) {
    const owners = new Map<string, { readonly owner: ObjectRef; readonly events: KubeEvent[] }>();
    for (const event of view.inNamespace('Event', namespace.metadata.name)) {
      const owner = ownerOf(event, view);
      const known = owners.get(refText(owner));
      if (known === undefined) owners.set(refText(owner), { owner, events: [event] });
      else known.events.push(event);
    }
    for (const { owner, events } of owners.values()) {
      for (const digest of digestsOf(events)) {
        const perHour = Math.round(ratePerHour(digest));
        if (perHour <= STORM_PER_HOUR || view.age(digest.lastSeen) > 15 * MINUTE_MS) continue;
        yield {
          cause: `${refText(owner)} ${digest.reason}: ${digest.pattern}`,
          since: digest.firstSeen,
          explainedBy: [owner],
          facts: {
            about: refText(owner),
            reason: digest.reason,
            text: (digest.newest.message ?? '').replace(/\.$/, '').slice(0, 200),
            perHour,
          },
          evidence: [{ object: digest.newest, path: 'message', value: digest.newest.message }],
        };
      }
    }
  },
});

function ownerOf(
  { involvedObject }: KubeEvent,
  view: View<'Event' | 'Job' | 'Namespace' | 'Pod' | 'ReplicaSet'>,
): ObjectRef {
  const { apiVersion = '', kind = '', namespace = null, name = '' } = involvedObject ?? {};
  const known: Kind | undefined = isKind(kind) ? kind : undefined;
  if (known === 'Pod' || known === 'ReplicaSet' || known === 'Job') {
    const found = view.get(known, namespace, name);
    if (found.state === 'found') return view.topOwner(found.object);
  }
  return { apiVersion, kind, namespace, name };
}
