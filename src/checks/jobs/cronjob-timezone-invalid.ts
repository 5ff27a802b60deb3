import { z } from 'zod';
import { isTimeZone, parseSchedule } from '../../kube/cron.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import type { ObjectOf } from '../../kube/object.ts';
import { DAY_MS, timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const cronjobTimezoneInvalid = defineCheck({
  id: 'cronjob-timezone-invalid',
  title: 'CronJob has a time zone or a schedule that never comes',
  severity: 'high',
  level: 'cause',
  subject: 'CronJob',
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones',
  facts: z.object({ field: z.enum(['timeZone', 'schedule']), value: z.string(), said: z.string().nullable() }),
  message: ({ field, value, said }) =>
    field === 'timeZone'
      ? `No run is ever started: the time zone ${value} is unknown${said === null ? '' : ' to the controller'}`
      : `No run is ever started: the schedule ${value} matches no date`,
  fixes: ({ field }, { subject }) => [
    { text: `Correct its ${field}`, command: kubectl('edit', ...inNamespaceOf(subject), target(subject)) },
  ],
  *find(cronJob, view) {
    const { metadata, spec } = cronJob;
    if (spec?.suspend === true || metadata.deletionTimestamp !== undefined) return;
    const { schedule = '', timeZone } = spec ?? {};
    const warnings = view.warnings('Event', cronJob);
    const zoneSaid = warnings.find(
      ({ reason, message }) => reason === 'UnknownTimeZone' && message?.includes(`"${timeZone}"`),
    );
    const scheduleSaid = warnings.find(
      ({ reason, message }) =>
        (reason === 'InvalidSchedule' || reason === 'UnparseableSchedule') && message?.includes(schedule),
    );
    const parsed = parseSchedule(schedule, timeZone);
    const isNever = parsed === undefined ? scheduleSaid !== undefined : parsed.next(view.takenAtMs) === undefined;
    const isUnknownZone = zoneSaid !== undefined || (!isNever && isDeadZone(cronJob, view.takenAtMs));
    if (!isNever && !isUnknownZone) return;
    const [field, value, event] = isUnknownZone
      ? (['timeZone', timeZone ?? '', zoneSaid] as const)
      : (['schedule', schedule, scheduleSaid] as const);
    yield {
      cause: field,
      confidence: isUnknownZone && zoneSaid === undefined ? 'likely' : 'certain',
      facts: { field, value, said: event?.message ?? null },
      evidence: [
        { path: `spec.${field}`, value },
        ...(event === undefined ? [] : [{ object: event, path: 'message', value: event.message }]),
      ],
    };
  },
});

/** A zone that our data does not know, of a CronJob that has never run though it was due a day ago in any zone. */
function isDeadZone({ metadata, spec, status }: ObjectOf<'CronJob'>, nowMs: number): boolean {
  const createdMs = timeMs(metadata.creationTimestamp);
  if (spec?.timeZone === undefined || isTimeZone(spec.timeZone)) return false;
  if (status?.lastScheduleTime !== undefined || createdMs === undefined) return false;
  const dueMs = parseSchedule(spec.schedule, 'UTC')?.next(createdMs);
  return dueMs !== undefined && dueMs + DAY_MS < nowMs;
}
