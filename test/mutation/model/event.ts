import type { KubeObject } from '../../../src/kube/object.ts';
import { after, hashOf, metadataOf, type Raw, TAKEN_AT } from './cluster.ts';

/** What somebody says about an object, again and again until now. */
export function eventOf(
  about: KubeObject | Raw,
  reason: string,
  message: string,
  { by, at, type = 'Warning', container }: { by: string; at: string; type?: string; container?: string | undefined },
): Raw {
  const { apiVersion, kind, metadata } = about as KubeObject;
  const namespace = metadata.namespace ?? 'default';
  const name = `${metadata.name}.${hashOf([reason, message])}`;
  const latest = after(TAKEN_AT, -20);
  const times =
    by === 'default-scheduler'
      ? { eventTime: at, series: { count: 10, lastObservedTime: latest }, reportingComponent: by, source: {} }
      : { firstTimestamp: at, lastTimestamp: latest, count: 12, source: { component: by }, reportingComponent: by };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: metadataOf('Event', namespace, name, at),
    involvedObject: {
      apiVersion,
      kind,
      name: metadata.name,
      namespace: metadata.namespace,
      uid: metadata.uid,
      ...(container === undefined ? {} : { fieldPath: `spec.containers{${container}}` }),
    },
    type,
    reason,
    message,
    ...times,
  };
}
