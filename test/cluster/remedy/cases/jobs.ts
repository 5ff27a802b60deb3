import type { RepairCase } from '../case.ts';
import { configMap, container, fields, podSpec } from '../objects.ts';

function job(name: string, command: readonly string[], more = {}) {
  const spec = podSpec(
    { restartPolicy: 'Never' },
    container({ command, envFrom: [{ configMapRef: { name: 'exit' } }] }),
  );
  return fields('batch/v1', 'Job', name, { spec: { backoffLimit: 0, template: { spec }, ...more } });
}

const objects = [
  configMap('exit', { CODE: '1' }),
  job('failing', ['sh', '-c', 'exit $CODE']),
  job('done', ['true']),
  job('endless', ['sleep', '3600']),
];
const ready = [
  fields('batch/v1', 'Job', 'failing', { status: { failed: 1 } }),
  fields('batch/v1', 'Job', 'done', { status: { succeeded: 1 } }),
  fields('batch/v1', 'Job', 'endless', { status: { active: 1 } }),
];

export const remove: RepairCase = {
  action: 'job.delete',
  objects,
  ready,
  target: { kind: 'Job', name: 'done' },
  params: {},
  check: async (scene) => {
    const left = await scene.all('v1', 'Pod', 'done-');
    return left.length === 0 ? [] : [`${left.length} of its pods are still there`];
  },
  back: 'recreated',
  refusals: [
    { when: 'it has not ended', target: { kind: 'Job', name: 'endless' }, says: /has not ended/ },
    {
      when: 'it is not old enough',
      target: { kind: 'Job', name: 'endless' },
      params: { olderThan: '6h' },
      says: /is not older than 6h/,
    },
    { when: 'it is gone', says: /does not exist/, afterwards: true },
  ],
};

export const retry: RepairCase = {
  action: 'job.retry',
  objects,
  ready,
  async prepare(scene) {
    const conditions = [{ type: 'FailureTarget' }, { type: 'Failed', status: 'True' }];
    await scene.reaches(fields('batch/v1', 'Job', 'failing', { status: { conditions } }));
    await scene.patch(configMap('exit', { CODE: '0' }));
  },
  target: { kind: 'Job', name: 'failing' },
  params: {},
  check: async (scene) => {
    const made = await scene.all('batch/v1', 'Job', 'failing-');
    const succeeded = made.filter(({ status }) => Object(status).succeeded === 1);
    return made.length === 1 && succeeded.length === 1 ? [] : [`${made.length} Jobs, ${succeeded.length} succeeded`];
  },
  back: 'gone',
  refusals: [
    { when: 'it runs', target: { kind: 'Job', name: 'endless' }, says: /has not failed/ },
    { when: 'it succeeded', target: { kind: 'Job', name: 'done' }, says: /has not failed/ },
  ],
};
