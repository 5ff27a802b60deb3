import { refText } from '../../kube/object-ref.ts';
import { defineGuard } from './define-guard.ts';
import type { DryRunFacts } from './facts.ts';
import type { Denial } from './guard.ts';
import { deny, together } from './verdicts.ts';

/** The server, with all its admission, would take every write. */
export const dryRun = defineGuard({
  id: 'dry-run',
  title: 'The dry run by the server',
  on: 'dryRun',
  judge: (facts) => {
    const { settings, purpose, refusal } = facts;
    const only =
      settings.dryRun === 'Only' && purpose === 'execute'
        ? [deny('the policy never writes: its dryRun is Only', { id: 'DryRunOnly' })]
        : [];
    const note = refusal?.isUnsupported === true ? `there is no dry run: ${refusal.reason}` : undefined;
    return together([...only, ...refused(facts)], note);
  },
});

function refused({ object, refusal, settings }: DryRunFacts): readonly Denial[] {
  if (refusal === null) return [];
  const what = refText(object);
  if (!refusal.isUnsupported) {
    return [deny(`the server rejects the change of ${what}: ${refusal.reason}`, { id: 'DryRunRejected' })];
  }
  if (settings.allowNoDryRun || settings.dryRun === 'None') return [];
  const hint = 'allowNoDryRun goes on without one; better give the webhook sideEffects: None';
  return [deny(`the server makes no dry run of the change of ${what}: ${refusal.reason}`, { id: 'NoDryRun', hint })];
}
