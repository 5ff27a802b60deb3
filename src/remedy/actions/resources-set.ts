import { z } from 'zod';
import { quantityValue } from '../../kube/quantities.ts';
import { defineAction, refused } from '../action.ts';
import { lookAtResources, proposeResources, RESOURCE_RIGHTS } from '../workloads/resource-change.ts';
import { quantity } from '../workloads/resource-rules.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import { ROLLOUT_PARAMS } from '../workloads/template-change.ts';
import { containerOf, isRefusal } from '../workloads/template-container.ts';
import { textOf, WORKLOAD_KINDS, workloadOf } from '../workloads/workload.ts';

const amounts = z.strictObject({
  cpu: quantity.optional().describe('like 500m'),
  memory: quantity.optional().describe('like 256Mi'),
});

const params = z
  .strictObject({
    container: z
      .string()
      .optional()
      .describe('its name; may be left out where the pods have only one, or a finding names it'),
    requests: amounts.optional().describe('what the container requests'),
    limits: amounts.optional().describe('what the container may use at most'),
    ...ROLLOUT_PARAMS,
  })
  .refine(({ requests, limits }) => Object.keys({ ...requests, ...limits }).length > 0, {
    message: 'give at least one request or limit',
  });

export const resourcesSet = defineAction({
  id: 'resources.set',
  title: 'Set requests and limits of a container',
  on: WORKLOAD_KINDS,
  risk: 'R3',
  rights: RESOURCE_RIGHTS,
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  params,
  example: { container: 'web', requests: { memory: '256Mi' }, limits: { memory: '256Mi' } },
  look: lookAtResources,
  propose: ({ target, params, facts, finding }) => {
    const workload = workloadOf(target);
    const container = containerOf(workload.spec?.template?.spec ?? {}, params.container, finding, textOf(workload));
    if (isRefusal(container)) return refused(container);
    const { requests = {}, limits = {} } = params;
    const isLowered =
      (quantityValue(container.spec.resources?.limits?.['memory']) ?? 0) >
      (quantityValue(limits.memory) ?? Number.POSITIVE_INFINITY);
    return proposeResources({
      workload,
      container,
      wanted: { requests, limits },
      facts,
      deleteStuckPods: params.deleteStuckPods === true,
      refusals: [],
      ...(isLowered ? { notes: ['its memory limit becomes lower: what uses more is killed'] } : {}),
    });
  },
  verify: rolloutProgress,
});
