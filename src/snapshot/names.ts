import { ALL_KINDS } from '../kube/kinds.ts';
import type { Snapshot } from './snapshot.ts';

/** Fields whose text names something of the user's, wherever they stand. */
const NAMING =
  /^(name|generateName|namespace|image|imageID|host|hosts|hostname|hostnames|nodeName|node|serviceAccountName|serviceAccount|secretName|claimName|volumeName|serviceName|handler|storageClassName|schedulerName|priorityClassName|runtimeClassName|ingressClassName|externalName|subdomain|clusterIP|clusterIPs|externalIPs|podIP|podIPs|ip|ips|hostIP|hostIPs|address|server|driver|path|subPath|user|users|groups|finalizers|keys|controller|provisioner|url|key|value|values)$/;
/** Fields whose keys and values are the user's. */
const MAPS = /^(labels|annotations|matchLabels|nodeSelector|selector)$/;

/** Every name of the user's that a snapshot holds: objects, images, hosts, labels and their like. Walks all objects. */
export function namesOf(snapshot: Snapshot): ReadonlySet<string> {
  const names = new Set<string>([
    snapshot.cluster.name,
    ...(snapshot.cluster.context === null ? [] : [snapshot.cluster.context]),
  ]);
  for (const kind of ALL_KINDS) {
    for (const object of snapshot.objects[kind] ?? []) if (kind !== 'Event') collect(object, false, names);
  }
  names.delete('');
  return names;
}

function collect(value: unknown, isName: boolean, names: Set<string>): void {
  if (typeof value === 'string') {
    if (isName) names.add(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, isName, names);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (MAPS.test(key)) collectMap(item, names);
      else collect(item, NAMING.test(key), names);
    }
  }
}

function collectMap(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string') {
      names.add(key);
      names.add(item);
    } else collect(item, false, names);
  }
}
