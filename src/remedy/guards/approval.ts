import { countText, listText } from '../../base/list-text.ts';
import { RISKS } from '../write.ts';
import { defineGuard } from './define-guard.ts';
import type { Approval, ApprovalFacts } from './facts.ts';
import type { Verdict } from './guard.ts';
import type { ApprovalSettings } from './settings.ts';
import { allow, deny } from './verdicts.ts';

/** Enough of the right people have seen this very plan, lately. */
export const approval = defineGuard({
  id: 'approval',
  title: 'The approval of the plan',
  on: 'approval',
  judge: (facts): Verdict => {
    const { settings, risk } = facts;
    if (settings === null) return allow();
    const auto = settings.autoApproveRiskUpTo;
    if (auto !== null && RISKS.indexOf(risk) <= RISKS.indexOf(auto)) {
      return allow(`risk ${risk} needs no approval, up to ${auto}`);
    }
    const entitled = facts.approvals.filter(({ user, groups }) => mayApprove(user, groups, settings));
    const rejection = entitled.find(({ decision, planHash }) => decision === 'reject' && planHash === facts.planHash);
    if (rejection !== undefined) return deny(`${rejection.user} rejected the plan`, { id: 'Rejected' });
    return judgeCount(facts, settings);
  },
});

function mayApprove(user: string, groups: readonly string[], settings: ApprovalSettings): boolean {
  const anybody = settings.users.length === 0 && settings.groups.length === 0;
  return anybody || settings.users.includes(user) || groups.some((group) => settings.groups.includes(group));
}

function judgeCount(facts: ApprovalFacts, settings: ApprovalSettings): Verdict {
  const approvals = facts.approvals.filter(({ decision }) => decision === 'approve');
  const voids = approvals.flatMap((given) => whyVoid(given, facts, settings) ?? []);
  const users = new Set(
    approvals.filter((given) => whyVoid(given, facts, settings) === undefined).map(({ user }) => user),
  );
  const needed = Math.max(1, settings.minApprovals);
  if (users.size >= needed) return allow(`approved by ${listText([...users])}`);
  const whose = [...settings.groups.map((group) => `group ${group}`), ...settings.users];
  const from = whose.length === 0 ? '' : ` from ${listText(whose)}`;
  const reason = `the plan has ${users.size} of ${countText(needed, 'approval')}${from}`;
  return deny([reason, ...voids].join('; '), {
    id: 'ApprovalNeeded',
    hint: `mekhanikube remediate approve ${facts.planId ?? 'ID'}, by somebody else than its author`,
    waitsFor: 'approval',
  });
}

/** Why an approval does not count; undefined where it does. */
function whyVoid(
  given: Approval,
  { planHash, author, now }: ApprovalFacts,
  settings: ApprovalSettings,
): string | undefined {
  const { user, groups, at } = given;
  if (given.planHash !== planHash) return `${user} approved another plan: it has changed since`;
  if (user === author) return `${user} made the plan and cannot approve it`;
  if (!mayApprove(user, groups, settings)) return `${user} may not approve it`;
  const ageMs = now.getTime() - at.getTime();
  if (!(ageMs >= 0)) return `the approval of ${user} is from the future`;
  return ageMs < settings.expiresMs ? undefined : `the approval of ${user} has expired`;
}
