import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { unregisteredDrivers } from '../../kube/nodes/csi-registration.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { defineCheck } from '../define-check.ts';

export const nodeCsiDriverMissing = defineCheck({
  id: 'node-csi-driver-missing',
  title: 'Storage driver does not run on the node',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: (view) => new Set(view.shared(unregisteredDrivers).keys()),
  reads: ['CSINode'],
  consults: ['PersistentVolume', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-node-v1/',
  facts: z.object({ driver: z.string(), claim: z.string().nullable(), node: z.string(), nodes: z.array(z.string()) }),
  message: ({ driver, claim, nodes }) =>
    `CSI driver ${driver}, which ${claim === null ? 'a volume of the pod' : `claim ${claim}`} needs, is not registered on ${nodes.length === 1 ? 'node' : 'nodes'} ${listText(nodes)}`,
  fixes: ({ node }) => [
    { text: 'See which drivers the node has', command: kubectl('get', 'csinode', node, '-o', 'yaml') },
    {
      text: 'See whether the node plugin of the driver, a DaemonSet, runs there',
      command: kubectl('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${node}`),
    },
    { text: 'Let that DaemonSet run on the node: its node selector and tolerations, or its crash', command: null },
  ],
  *find(pod, view) {
    const missing = view.shared(unregisteredDrivers).get(pod);
    if (missing === undefined) return;
    const { driver, claim, nodes } = missing;
    const node = pod.spec?.nodeName ?? '';
    yield {
      cause: driver,
      shared: refTo('CSIDriver', null, driver),
      severity: isDownAlone(pod) ? 'critical' : 'high',
      since: unreadySince(pod),
      facts: { driver, claim, node, nodes: [...nodes] },
      evidence: [
        { path: 'spec.volumes', value: claim ?? driver },
        { object: refTo('CSINode', null, node), path: 'spec.drivers', value: null },
      ],
    };
  },
});
