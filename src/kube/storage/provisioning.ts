import { firstSeen } from '../events/events.ts';
import type { KubeEvent } from '../object.ts';
import { earliest } from '../time.ts';
import { type Claim, claimKey } from './claims.ts';

/** Why a volume could not be made, as far as the provisioner's text tells. */
export type ProvisioningProblem = 'quota' | 'access' | 'topology' | 'parameters' | 'unreachable' | 'other';

/** Each of them as the beginning of a sentence. */
export const PROVISIONING_PROBLEMS: Readonly<Record<ProvisioningProblem, string>> = {
  quota: 'The storage system has no room or quota left for the volume',
  access: 'The provisioner is not allowed to make the volume',
  topology: 'No place for the volume suits the node',
  parameters: 'The storage system does not accept what claim or class ask for',
  unreachable: 'The provisioner does not reach the storage system',
  other: 'The provisioner could not make the volume',
};

/**
 * The gRPC codes that CSI drivers answer with, and the words that others use.
 * @see https://github.com/container-storage-interface/spec/blob/master/spec.md#createvolume-errors
 */
const TEXTS: readonly (readonly [RegExp, ProvisioningProblem])[] = [
  [/code = ResourceExhausted|quota|limit ?exceeded|insufficient capacity|no space|out of capacity/i, 'quota'],
  [/code = (Unauthenticated|PermissionDenied)|unauthori[sz]ed|forbidden|access ?denied|permission/i, 'access'],
  [/topology|no accessible|availability zone|selected node/i, 'topology'],
  [/code = (InvalidArgument|OutOfRange|NotFound)|invalid|unsupported|not supported|parameter/i, 'parameters'],
  [/code = (Unavailable|DeadlineExceeded)|connection refused|no such host|timed? ?out|deadline/i, 'unreachable'],
];

/** Sorts the message of a ProvisioningFailed event. */
export function provisioningProblem(message: string): ProvisioningProblem {
  return TEXTS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
}

/** What the driver says, without the wrapping of those who passed it on; on one line, and not without end. */
export function provisioningText(message: string): string {
  const inner = message.slice(message.lastIndexOf(' desc = ') < 0 ? 0 : message.lastIndexOf(' desc = ') + 8);
  const line = inner.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** What events tell of a claim that waits for a provisioner outside of Kubernetes. */
export interface ProvisionerWord {
  /** When the controller first asked for a volume; null where no event says so. */
  readonly asked: string | null;
  /** True if the provisioner has said anything on the claim itself. */
  readonly answered: boolean;
}

/** What the events, all of them gone through once, say of each claim, by `claimKey`. */
export function claimEvents(view: {
  all(kind: 'Event'): readonly KubeEvent[];
}): ReadonlyMap<string, readonly KubeEvent[]> {
  const events = new Map<string, KubeEvent[]>();
  for (const event of view.all('Event')) {
    const about = event.involvedObject;
    if (about?.kind !== 'PersistentVolumeClaim' || about.name === undefined) continue;
    const key = claimKey(about.namespace, about.name);
    const known = events.get(key);
    if (known === undefined) events.set(key, [event]);
    else known.push(event);
  }
  return events;
}

/** Whether the provisioner has answered. The components of a CSI driver sign with its name, `_` and their own. */
export function provisionerWord(claim: Claim, provisioner: string, all: readonly KubeEvent[]): ProvisionerWord {
  const own = all.filter(({ involvedObject }) => {
    return involvedObject?.uid === undefined || involvedObject.uid === claim.metadata.uid;
  });
  const asked = own.filter(({ reason }) => reason === 'ExternalProvisioning').map(firstSeen);
  const answered = own.some(({ source, reportingComponent, reason }) => {
    const by = source?.component || reportingComponent || '';
    return reason === 'Provisioning' || by === provisioner || by.startsWith(`${provisioner}_`);
  });
  return { asked: earliest(asked), answered };
}
