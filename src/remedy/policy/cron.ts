import { Cron } from 'croner';

const KNOWN = new Map<string, Cron | undefined>();

/** A cron expression of five fields in a time zone; undefined where it is none. */
export function cronOf(expression: string, timezone: string): Cron | undefined {
  const key = `${timezone}\0${expression}`;
  if (!KNOWN.has(key)) KNOWN.set(key, read(expression, timezone));
  return KNOWN.get(key);
}

function read(expression: string, timezone: string): Cron | undefined {
  try {
    return new Cron(expression, { timezone, paused: true, mode: '5-part' });
  } catch {
    return undefined;
  }
}
