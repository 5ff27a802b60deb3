import type { RepairCase } from '../case.ts';
import { container, fields, podSpec } from '../objects.ts';

function cronJob(name: string, more = {}, command: readonly string[] = ['true']) {
  const spec = podSpec({ restartPolicy: 'Never' }, container({ command }));
  return fields('batch/v1', 'CronJob', name, {
    spec: { schedule: '0 0 29 2 *', jobTemplate: { spec: { template: { spec } } }, ...more },
  });
}

const active = { kind: 'CronJob', name: 'active' };
const suspended = { kind: 'CronJob', name: 'suspended' };
const objects = [cronJob('active'), cronJob('suspended', { suspend: true })];

export const suspend: RepairCase = {
  action: 'cronjob.suspend',
  objects,
  target: active,
  params: {},
  holds: [fields('batch/v1', 'CronJob', 'active', { spec: { suspend: true } })],
  refusals: [
    { when: 'it is suspended', target: suspended, says: /is suspended already/ },
    { when: 'it was suspended just now', says: /is suspended already/, afterwards: true },
  ],
};

export const resume: RepairCase = {
  action: 'cronjob.resume',
  objects,
  target: suspended,
  params: {},
  holds: [fields('batch/v1', 'CronJob', 'suspended', { spec: { suspend: false } })],
  refusals: [
    { when: 'it is not suspended', target: active, says: /is not suspended/ },
    { when: 'it was resumed just now', says: /is not suspended/, afterwards: true },
  ],
};

/** Its first run needs the next full minute. */
const busy = cronJob('busy', { schedule: '* * * * *', concurrencyPolicy: 'Forbid' }, ['sleep', '3600']);

export const trigger: RepairCase = {
  action: 'cronjob.trigger',
  objects: [...objects, busy],
  ready: [fields('batch/v1', 'CronJob', 'busy', { status: { active: [{ kind: 'Job' }] } })],
  target: active,
  params: {},
  check: async (scene) => {
    const made = await scene.all('batch/v1', 'Job', 'active-');
    const succeeded = made.filter(({ status }) => Object(status).succeeded === 1);
    return made.length === 1 && succeeded.length === 1 ? [] : [`${made.length} Jobs, ${succeeded.length} succeeded`];
  },
  back: 'gone',
  refusals: [
    {
      when: 'two runs at once are forbidden',
      target: { kind: 'CronJob', name: 'busy' },
      says: /forbids two runs at once/,
    },
  ],
};
