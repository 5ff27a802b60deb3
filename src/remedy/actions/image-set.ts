import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { type ImageReference, parseImage } from '../../kube/images/image-reference.ts';
import { defineAction, type Refusal, refused } from '../action.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import { lookAtRollout, proposeTemplateChange, ROLLOUT_PARAMS } from '../workloads/template-change.ts';
import { containerOf, isRefusal, type PlacedContainer, withContainer } from '../workloads/template-container.ts';
import { ROLLOUT_RIGHTS, textOf, WORKLOAD_KINDS, workloadOf } from '../workloads/workload.ts';

const params = z.strictObject({
  container: z
    .string()
    .optional()
    .describe('its name; may be left out where the pods have only one, or a finding names it'),
  image: z.string().describe('the image with a tag or, better, a digest; never `latest`'),
  allowOtherRepository: z.boolean().optional().describe('allow an image of another repository; false if absent'),
  registries: z
    .array(z.string())
    .nonempty()
    .optional()
    .describe('the registries that it may come from, by their hosts; any if absent'),
  ...ROLLOUT_PARAMS,
});
type Params = z.infer<typeof params>;

export const imageSet = defineAction({
  id: 'image.set',
  title: 'Run another image',
  on: WORKLOAD_KINDS,
  risk: 'R3',
  rights: ROLLOUT_RIGHTS,
  source: 'https://kubernetes.io/docs/concepts/containers/images/',
  params,
  example: { container: 'web', image: 'nginx:1.29.3' },
  look: lookAtRollout,
  propose: ({ target, params, facts, finding }) => {
    const workload = workloadOf(target);
    const spec = workload.spec?.template?.spec ?? {};
    const container = containerOf(spec, params.container, finding, textOf(workload));
    if (isRefusal(container)) return refused(container);
    const { image } = params;
    const was = container.spec.image ?? 'none';
    return proposeTemplateChange({
      workload,
      facts,
      edits: [{ path: [...container.path, 'image'], value: image }],
      after: withContainer(spec, container, { ...container.spec, image }),
      deleteStuckPods: params.deleteStuckPods === true,
      refusals: imageRefusals(params, container),
      summary: `set image of container ${container.name} in ${textOf(workload)} from ${was} to ${image}`,
      wayBack: `The old image ${was} is put back, which replaces the pods once more`,
      notes: ['whether the image can be pulled shows only when a pod does'],
    });
  },
  verify: rolloutProgress,
});

function imageRefusals(params: Params, { name, spec }: PlacedContainer): readonly Refusal[] {
  const { image, registries } = params;
  const is = parseImage(image);
  if (is === undefined) return [{ id: 'image-invalid', reason: `${image} is not the name of an image` }];
  const reasons: Refusal[] = [];
  if (image === spec.image) reasons.push({ id: 'same-image', reason: `container ${name} runs ${image} already` });
  if (is.tag === 'latest') {
    reasons.push({ id: 'image-latest', reason: `${image} is another image tomorrow: it has the tag latest, or none` });
  }
  const was = parseImage(spec.image ?? '');
  if (params.allowOtherRepository !== true && !isSameRepository(is, was)) {
    const reason = `${image} is of another repository than ${spec.image ?? 'none'}`;
    reasons.push({
      id: 'other-repository',
      reason,
      hint: `say that it may be: ${paramFlag('allowOtherRepository', true)}`,
    });
  }
  if (registries !== undefined && !registries.includes(is.registry)) {
    const reason = `${image} comes from ${is.registry}, and only ${listText(registries)} may be used`;
    reasons.push({ id: 'registry-not-allowed', reason });
  }
  return reasons;
}

function isSameRepository(is: ImageReference, was: ImageReference | undefined): boolean {
  return was !== undefined && is.registry === was.registry && is.repository === was.repository;
}
