import { describe, expect, it } from 'vitest';
import { Ledger, shouldSend, withSent } from '../../../../src/delivery/notify/ledger.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const HOUR = 3_600_000;

describe('the ledger', () => {
  const ledger = withSent({}, 'oncall/web', at('12:00:00'), 24 * HOUR);

  it('holds back what was said within the interval, to the millisecond', () => {
    expect(shouldSend(ledger, 'oncall/web', at('12:59:59'), HOUR)).toBe(false);
    expect(shouldSend(ledger, 'oncall/web', at('13:00:00'), HOUR)).toBe(true);
    expect(shouldSend(ledger, 'oncall/db', at('12:00:01'), HOUR)).toBe(true);
    expect(shouldSend(ledger, 'constructor', at('12:00:01'), HOUR)).toBe(true);
  });

  it('says it again where the clock was set back', () => {
    expect(shouldSend(ledger, 'oncall/web', at('11:00:00'), HOUR)).toBe(true);
  });

  it('forgets what is long past', () => {
    expect(Object.keys(withSent(ledger, 'b', new Date('2026-03-03T12:00:00Z'), 24 * HOUR))).toEqual(['b']);
    expect(Object.keys(withSent(ledger, 'b', at('13:00:00'), 24 * HOUR))).toEqual(['oncall/web', 'b']);
  });

  it('is read back with care', () => {
    expect(Ledger.parse(JSON.parse(JSON.stringify(ledger)))).toEqual(ledger);
    for (const bad of [[], { a: 'yesterday' }, { a: 5 }, null]) expect(Ledger.safeParse(bad).success).toBe(false);
  });
});
