import { z } from 'zod';
import { inNamespaceOf, kubectl, target as named } from '../../kube/kubectl.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { defineAdvice } from '../objects/advice.ts';
import { refuseIf } from '../objects/judged.ts';

const params = z.strictObject({ finalizer: z.string().min(1).max(253).describe('The finalizer: example.com/cleanup') });

export const finalizerRemove = defineAdvice({
  id: 'finalizer.remove',
  title: 'Remove a finalizer that keeps an object from going',
  on: 'any',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  params,
  example: { finalizer: 'example.com/cleanup' },
  refusals: (target, { finalizer }) => {
    const what = refText(refOf(target));
    return [
      refuseIf(
        !target.metadata.finalizers?.includes(finalizer),
        'finalizer-absent',
        `${what} has no finalizer ${finalizer}`,
      ),
      refuseIf(target.metadata.deletionTimestamp === undefined, 'not-being-deleted', `${what} is not being deleted`),
    ];
  },
  advise: (target, { finalizer }) => {
    const ref = refOf(target);
    const path = `/metadata/finalizers/${target.metadata.finalizers?.indexOf(finalizer) ?? 0}`;
    const patch = JSON.stringify([
      { op: 'test', path, value: finalizer },
      { op: 'remove', path },
    ]);
    return {
      summary: `remove the finalizer ${finalizer} of ${refText(ref)}`,
      commands: [kubectl('patch', ...inNamespaceOf(ref), named(ref), '--type=json', '-p', patch)],
      risks: [
        'what the finalizer was to clean up stays behind: volumes, load balancers, records of a cloud',
        'its controller may be back any moment; mend it first',
      ],
      wayBack: 'cannot be taken back: the object goes with its last finalizer',
    };
  },
});
