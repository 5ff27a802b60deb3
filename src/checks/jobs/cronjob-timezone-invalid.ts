import { z } from 'zod';
import { parseSchedule } from '../../kube/jobs/cron.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { firstLine } from '../../kube/runtime/ends.ts';
import { defineCheck } from '../define-check.ts';

export const cronjobTimezoneInvalid = defineCheck({
  id: 'cronjob-timezone-invalid',
  title: 'CronJob has a time zone or a schedule that never comes',
  severity: 'high',
  level: 'cause',
  subject: 'CronJob',
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones',
  facts: z.object({
    field: z.enum(['timeZone', 'schedule']),
    value: z.string(),
    /** What the controller says; null where no date matches and its event is gone. */
    said: z.string().nullable(),
  }),
  message: ({ field, value, said }) =>
    field === 'timeZone'
      ? `No run is ever started: the controller does not know the time zone ${value}`
      : `No run is ever started: the schedule ${value} matches no date${said === null ? '' : ` (${said})`}`,
  fixes: ({ field }, { subject }) => [
    { text: `Correct its ${field}`, command: kubectl('edit', ...inNamespaceOf(subject), target(subject)) },
  ],
  *find(cronJob, view) {
    const { metadata, spec } = cronJob;
    if (spec?.suspend === true || metadata.deletionTimestamp !== undefined) return;
    const { schedule = '', timeZone } = spec ?? {};
    // The event of a value that was corrected since names the old one.
    const said = (reasons: readonly string[], value: string) =>
      view
        .warnings('Event', cronJob)
        .find(({ reason = '', message = '' }) => reasons.includes(reason) && message.includes(value));
    const zoneEvent = timeZone === undefined ? undefined : said(['UnknownTimeZone'], `"${timeZone}"`);
    const scheduleEvent = said(['InvalidSchedule', 'UnparseableSchedule'], schedule);
    const parsed = parseSchedule(schedule, timeZone);
    const isNever = parsed === undefined ? scheduleEvent !== undefined : parsed.next(view.takenAtMs) === undefined;
    if (zoneEvent === undefined && !isNever) return;
    const field = zoneEvent === undefined ? ('schedule' as const) : ('timeZone' as const);
    const event = zoneEvent ?? scheduleEvent;
    const value = field === 'schedule' ? schedule : (timeZone ?? '');
    yield {
      cause: field,
      facts: { field, value, said: firstLine(event?.message) },
      evidence: [
        { path: `spec.${field}`, value },
        ...(event === undefined ? [] : [{ object: event, path: 'message', value: event.message }]),
      ],
    };
  },
});
