import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { attachmentsOn, driversOf, volumeLimit } from '../../kube/scheduling/attachments.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { unplaced } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

/** More nodes than this are counted, not named. */
const NAMED = 4;

export const podVolumeLimitExceeded = defineCheck({
  id: 'pod-volume-limit-exceeded',
  title: 'Nodes have as many volumes attached as they may',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: [
    'Node',
    'Event',
    'PersistentVolumeClaim',
    'PersistentVolume',
    'StorageClass',
    'CSINode',
    'VolumeAttachment',
  ],
  source: 'https://kubernetes.io/docs/concepts/storage/storage-limits/',
  facts: z.object({
    /** The driver whose volumes are too many; null where it could not be told. */
    driver: z.string().nullable(),
    /** The nodes that are full, with the volumes that they have and may have. */
    nodes: z.array(z.object({ node: z.string(), attached: z.int(), limit: z.int() })),
  }),
  message: ({ driver, nodes }) => {
    const what = driver === null ? 'another volume' : `another volume of ${driver}`;
    const counts = nodes.map(({ node, attached, limit }) => `${node} has ${attached} of ${limit}`);
    return `No node that would do can attach ${what}${counts.length === 0 ? ', by the word of the scheduler' : `: ${listText(counts, NAMED)}`}`;
  },
  fixes: ({ nodes: [first] }) => [
    {
      text: 'See what is attached where',
      command: kubectl(
        'get',
        'volumeattachments',
        '-o',
        'custom-columns=NODE:.spec.nodeName,VOLUME:.spec.source.persistentVolumeName',
      ),
    },
    {
      text: 'See what the node allows',
      command: kubectl('get', 'csinodes', ...(first === undefined ? [] : [first.node]), '-o', 'yaml'),
    },
    { text: 'Add a node, or move pods with volumes to another one', command: null },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'volume-limit') return;
    const candidates = verdict.fit?.stage === 'none' ? verdict.fit.nodes : [];
    const counted = driversOf(pod, view).map((driver) => {
      const nodes = candidates.flatMap(({ name }) => {
        const limit = volumeLimit(view.get('CSINode', null, name), driver);
        if (limit === undefined || !view.covers('VolumeAttachment', null)) return [];
        return [{ node: name, attached: view.shared(attachmentsOn)(name, driver), limit }];
      });
      return { driver, nodes: nodes.filter(({ attached, limit }) => attached + 1 > limit) };
    });
    const full = counted.find(({ nodes }) => nodes.length > 0);
    const driver = full?.driver ?? (counted.length === 1 ? (counted[0]?.driver ?? null) : null);
    const nodes = full?.nodes ?? [];
    yield {
      cause: driver ?? '',
      since: verdict.since,
      facts: { driver, nodes },
      evidence: [
        ...nodes.slice(0, 3).map(({ node, limit }) => ({
          object: { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', namespace: null, name: node },
          path: `spec.drivers[name=${driver}].allocatable.count`,
          value: limit,
        })),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
