import { Cron } from 'croner';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';

/** When a CronJob's schedule falls due. */
export interface Schedule {
  /** The first time after an instant, both in milliseconds since the epoch; undefined where it never comes. */
  next(afterMs: number): number | undefined;
}

/** The gap of a daylight saving change holds no more than a few times of one schedule that croner moves behind it. */
const MOST_SHIFTED = 120;

/** Schedules by their text: reading one costs more than asking it, and several checks ask for each. */
const KNOWN = new Map<string, Schedule | undefined>();

/**
 * Reads a schedule as the CronJob controller does; undefined where it, or its time zone, says nothing to us.
 *
 * Without a time zone the controller takes that of its own process, which is nearly always UTC: so is it here.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function parseSchedule(schedule: string | undefined, timeZone: string | undefined): Schedule | undefined {
  if (schedule === undefined) return undefined;
  const key = `${timeZone ?? ''}\0${schedule}`;
  if (!KNOWN.has(key)) KNOWN.set(key, read(schedule.trim(), timeZone));
  return KNOWN.get(key);
}

function read(schedule: string, timeZone: string | undefined): Schedule | undefined {
  const prefixed = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(schedule);
  const pattern = prefixed?.[2] ?? schedule;
  if (pattern.startsWith('@every ')) return everySchedule(pattern.slice('@every '.length).trim());
  return patternSchedule(pattern, prefixed?.[1] ?? timeZone ?? 'UTC');
}

/** True for the name of a time zone that this runtime's data knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function patternSchedule(pattern: string, timezone: string): Schedule | undefined {
  if (!isTimeZone(timezone)) return undefined;
  let cron: Cron;
  try {
    cron = new Cron(likeController(pattern), { timezone, paused: true, mode: '5-part', sloppyRanges: true });
  } catch {
    return undefined;
  }
  return {
    next(afterMs) {
      let due = cron.nextRun(new Date(afterMs));
      // A time that a daylight saving change leaves out is moved by croner and skipped by the controller.
      for (let step = 0; due !== null && !cron.match(due) && step < MOST_SHIFTED; step++) due = cron.nextRun(due);
      return due?.getTime();
    },
  };
}

/**
 * `?` and a step of one mean "any" to the controller's parser; croner reads the first as "now" and counts the
 * second as a restriction, which changes how day of month and day of week combine.
 * @see https://github.com/robfig/cron/blob/v3.0.1/parser.go
 */
function likeController(pattern: string): string {
  return pattern.replaceAll('?', '*').replaceAll(/(?<=^|\s)\*\/1(?=\s|$)/g, '*');
}

const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS, ms: 1 };

/** A fixed distance in Go's notation, `1h30m`: whole seconds, one at least. */
function everySchedule(text: string): Schedule | undefined {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined;
  let ms = 0;
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)) {
    ms += Number(number) * (UNITS_MS[unit] ?? 0);
  }
  const everyMs = Math.max(SECOND_MS, Math.floor(ms / SECOND_MS) * SECOND_MS);
  return { next: (afterMs) => Math.floor(afterMs / SECOND_MS) * SECOND_MS + everyMs };
}
