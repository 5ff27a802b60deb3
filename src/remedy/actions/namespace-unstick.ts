import { z } from 'zod';
import { conditionsOf } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAdvice } from '../objects/advice.ts';
import { refuseIf } from '../objects/judged.ts';

const params = z.strictObject({});

export const namespaceUnstick = defineAdvice({
  id: 'namespace.unstick',
  title: 'Find what keeps a namespace from going',
  on: ['Namespace'],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  params,
  example: {},
  refusals: (target) => {
    const isStuck = target.metadata.deletionTimestamp !== undefined;
    return [refuseIf(!isStuck, 'not-being-deleted', `${refText(refOf(target))} is not being deleted`)];
  },
  advise: (target) => {
    const ref = refOf(target);
    const conditions = isOf(target, 'Namespace') ? conditionsOf(target) : [];
    const held = conditions.filter(({ status, message }) => status === 'True' && message !== '');
    const hasGroups = held.some(({ type }) => type === 'NamespaceDeletionDiscoveryFailure');
    return {
      summary: `find and remove what keeps ${refText(ref)} from going`,
      commands: [
        ...(hasGroups ? [kubectl('get', 'apiservices')] : []),
        kubectl('api-resources', '--verbs=list', '--namespaced', '-o', 'name'),
        kubectl(
          'get',
          '-n',
          ref.name,
          'RESOURCE',
          '-o',
          'custom-columns=NAME:.metadata.name,FINALIZERS:.metadata.finalizers',
        ),
      ],
      risks: [
        ...held.map(({ type, message }) => `${type}: ${message.replace(/\s+/g, ' ').replace(/\.$/, '')}`),
        'to finalize the namespace by hand leaves its objects in the store, and outside of the cluster what they stand for',
      ],
      wayBack: 'cannot be taken back: a namespace that is being deleted goes',
    };
  },
});
