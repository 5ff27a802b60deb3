import { defineGuard } from './define-guard.ts';
import { allow, deny } from './verdicts.ts';

/** Time for the last attempt to show what it did. */
export const cooldown = defineGuard({
  id: 'cooldown',
  title: 'Time since the last attempt',
  on: 'cooldown',
  judge: (fact) => {
    if (fact.state === 'ready') return allow();
    const reason = `it is too early until ${fact.until.toISOString()}: ${fact.because}`;
    return deny(reason, { id: 'Cooldown', waitsFor: 'cooldown' });
  },
});
