import { rightText } from '../rights/needed-rights.ts';
import { defineGuard } from './define-guard.ts';
import type { Denial } from './guard.ts';
import { allow, deny, together } from './verdicts.ts';

/** Whoever acts may do each step, and take it back. */
export const rights = defineGuard({
  id: 'rights',
  title: 'The rights that it takes',
  on: 'rights',
  judge: (answers) => {
    const denials = answers.flatMap(({ right, answer }): readonly Denial[] => {
      if (answer === 'allowed') return [];
      if (answer === 'denied') {
        const hint = 'mekhanikube rbac generate writes the role that it takes';
        return [deny(`no right to ${rightText(right)}`, { id: 'Forbidden', hint })];
      }
      return [
        deny(`nobody could say whether there is the right to ${rightText(right)}: ${answer.unknown}`, {
          id: 'Unknown',
        }),
      ];
    });
    return denials.length > 0 ? together(denials) : allow(`${answers.length} rights were asked for, and all are there`);
  },
});
