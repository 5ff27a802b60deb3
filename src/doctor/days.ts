const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How long until a moment: `in 12 days`, `in 3 hours`, `in less than an hour`, or when it was. */
export function untilText(moment: string, now: Date): string {
  const leftMs = Date.parse(moment) - now.getTime();
  if (leftMs <= 0) return `since ${moment.replace(/\.\d+Z$/, 'Z')}`;
  if (leftMs < HOUR_MS) return 'in less than an hour';
  const [count, unit] =
    leftMs < 2 * DAY_MS ? [Math.floor(leftMs / HOUR_MS), 'hour'] : [Math.floor(leftMs / DAY_MS), 'day'];
  return `in ${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** True where a moment is no further off than so many days. */
export function isWithinDays(moment: string, days: number, now: Date): boolean {
  return Date.parse(moment) - now.getTime() <= days * DAY_MS;
}
