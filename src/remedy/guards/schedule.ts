import { defineGuard } from './define-guard.ts';
import type { Verdict } from './guard.ts';
import { allow, deny } from './verdicts.ts';

/** The windows and blackouts of the policy, at the time of execution. */
export const schedule = defineGuard({
  id: 'schedule',
  title: 'The windows of the policy',
  on: 'schedule',
  judge: (facts): Verdict => {
    switch (facts.state) {
      case 'unscheduled':
        return allow();
      case 'open':
        return allow(facts.until === null ? undefined : `the window is open until ${facts.until.toISOString()}`);
      case 'closed': {
        if (facts.opensAt === null) return deny(`${facts.reason}, and no window is to come`, { id: 'Closed' });
        const opens = facts.opensAt.toISOString();
        return deny(`${facts.reason}; the next window opens at ${opens}`, { id: 'Closed', waitsFor: 'window' });
      }
    }
  },
});
