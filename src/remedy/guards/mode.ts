import { defineGuard } from './define-guard.ts';
import type { Verdict } from './guard.ts';
import { allow, deny } from './verdicts.ts';

/** Whether the policy wants anything done at all. */
export const mode = defineGuard({
  id: 'mode',
  title: 'The mode of the policy',
  on: 'mode',
  judge: ({ policy, by, purpose }): Verdict => {
    if (policy === null) return by === 'person' ? allow() : deny('no policy asks for it, and no person does');
    const { name, problem, mode: value, suspended } = policy;
    if (problem !== null)
      return deny(`policy ${name} is not valid: ${problem}`, { hint: 'mekhanikube policy validate' });
    if (suspended) return deny(`policy ${name} is suspended`, { id: 'Suspended', hint: 'set spec.suspend to false' });
    switch (value) {
      case 'Off':
        return deny(`policy ${name} is switched off: its mode is Off`, { id: 'Off' });
      case 'Observe':
        return deny(`policy ${name} only observes: its mode is Observe`, { id: 'Observe' });
      case 'Propose':
        if (by === 'person' || purpose === 'plan')
          return allow(`policy ${name} only proposes: a person has to apply it`);
        return deny(`policy ${name} only proposes: its mode is Propose`, {
          id: 'Propose',
          hint: 'mekhanikube remediate apply, by a person',
        });
      case 'Approve':
      case 'Auto':
        return allow();
    }
  },
});
