import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { deviceShortageOf } from '../../kube/scheduling/devices.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podDeviceUnavailable = defineCheck({
  id: 'pod-device-unavailable',
  title: 'No node offers the devices that the pod wants',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/device-plugins/',
  facts: z.object({
    resource: z.string(),
    wanted: z.string(),
    problem: z.enum(['absent', 'gone', 'unhealthy']),
    /** The node that has some, working or not. */
    node: z.string().nullable(),
    allocatable: z.string(),
    capacity: z.string(),
  }),
  message: ({ resource, wanted, problem, node, allocatable, capacity }) => {
    switch (problem) {
      case 'absent':
        return `Wants ${wanted} ${resource}, and no node offers any: no device plugin for it has registered`;
      case 'gone':
        return `Wants ${wanted} ${resource}, and node ${node} has lost its own${capacity === '0' ? '' : ` (${capacity})`}: its device plugin does not answer`;
      case 'unhealthy':
        return `Wants ${wanted} ${resource}; node ${node} has ${capacity}, but only ${allocatable} in working order`;
    }
  },
  fixes: ({ problem, node, resource }, { subject }) => [
    {
      text: 'See how the pods of the device plugin are',
      command: kubectl('get', 'daemonsets', '-A'),
    },
    node === null
      ? {
          text: 'See what the nodes offer',
          command: kubectl('get', 'nodes', '-o', 'custom-columns=NAME:.metadata.name,ALLOCATABLE:.status.allocatable'),
        }
      : { text: 'See what the node says of its devices', command: describe(refTo('Node', null, node)) },
    ...(problem === 'absent' ? [correctTemplate(subject, `the name ${resource}, if it is misspelt,`)] : []),
  ],
  *find(pod, view) {
    const scheduling = view.shared(schedulingOf);
    const verdict = scheduling.verdictOf(pod);
    const shortage = verdict === undefined ? undefined : deviceShortageOf(verdict, scheduling.nodes);
    if (verdict === undefined || shortage === undefined) return;
    const { node, ...facts } = shortage;
    yield {
      cause: facts.resource,
      since: verdict.since,
      facts: { ...facts, node: node?.name ?? null },
      evidence: [
        ...(node === null
          ? []
          : [
              { object: node.node, path: `status.capacity.${facts.resource}`, value: facts.capacity },
              { object: node.node, path: `status.allocatable.${facts.resource}`, value: facts.allocatable },
            ]),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
