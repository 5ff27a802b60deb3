import { defineGuard } from './define-guard.ts';
import type { Verdict } from './guard.ts';
import { allow, deny } from './verdicts.ts';

/** What asked for the repair is still so, on a fresh look. */
export const condition = defineGuard({
  id: 'condition',
  title: 'What asked for it still holds',
  on: 'condition',
  judge: (facts): Verdict => {
    switch (facts.state) {
      case 'holds':
        return allow(facts.reason);
      case 'unconditional':
        return allow('a person asks for it, whatever the findings say');
      case 'cleared':
        return deny(`what asked for it has passed: ${facts.reason}`, { id: 'ConditionCleared' });
      case 'unknown':
        return deny(`nobody knows whether what asked for it still holds: ${facts.reason}`, { id: 'Unknown' });
    }
  },
});
