import { z } from 'zod';
import type { Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { claimsOf } from '../../kube/storage/claims.ts';
import type { Refusal } from '../action.ts';
import type { Reader } from '../live/reader.ts';
import { refuseIf } from '../objects/judged.ts';

const Attachment = z.object({
  spec: z.object({ nodeName: z.string(), source: z.object({ persistentVolumeName: z.string().optional() }) }),
  status: z.object({ attached: z.boolean() }).optional(),
});

/** Where the volumes of a pod are attached. */
export interface AttachedVolumes {
  /** Volume and node, for nodes other than the pod's. */
  readonly elsewhere: readonly { readonly volume: string; readonly node: string }[];
  readonly unreadable: readonly string[];
}

/** Reads whether the volumes of a pod's claims are attached to other nodes than its own. */
export async function readAttachments(pod: Pod, reader: Reader): Promise<AttachedVolumes> {
  const names = claimsOf(pod).map(({ name }) => name);
  if (names.length === 0) return { elsewhere: [], unreadable: [] };
  const namespace = pod.metadata.namespace ?? null;
  const claims = await Promise.all(names.map((name) => reader.get('PersistentVolumeClaim', namespace, name)));
  const listed = await reader.listAny({ apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment' }, null);
  const unreadable = [...claims, listed].flatMap((read) => (read.state === 'unreadable' ? [read.reason] : []));
  const volumes = claims.flatMap((read) => (read.state === 'found' ? (read.object.spec?.volumeName ?? []) : []));
  const elsewhere = (listed.state === 'listed' ? listed.objects : []).flatMap((object) => {
    const { data } = Attachment.safeParse(object);
    const volume = data?.spec.source.persistentVolumeName;
    const isElsewhere = data?.status?.attached === true && data.spec.nodeName !== pod.spec?.nodeName;
    return isElsewhere && volume !== undefined && volumes.includes(volume)
      ? [{ volume, node: data.spec.nodeName }]
      : [];
  });
  return { elsewhere, unreadable };
}

/** Why a new pod would have to wait for its volumes. */
export function attachmentRefusals(pod: Pod, volumes: AttachedVolumes): readonly (Refusal | null)[] {
  const what = refText(refOf(pod));
  return [
    ...volumes.unreadable.map((why) =>
      refuseIf(true, 'facts-unreadable', `where the volumes of ${what} are attached could not be read: ${why}`),
    ),
    ...volumes.elsewhere.map(({ volume, node }) =>
      refuseIf(
        true,
        'volume-elsewhere',
        `volume ${volume} of ${what} is attached to Node ${node}, and a new pod would wait for it`,
      ),
    ),
  ];
}
