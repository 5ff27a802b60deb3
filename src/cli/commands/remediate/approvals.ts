import { z } from 'zod';
import { MekhanikubeError } from '../../../base/errors.ts';
import type { Run } from '../../../remedy/backup/run.ts';
import type { Approval } from '../../../remedy/guards/facts.ts';
import type { Runtime } from '../../program.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ClusterOptions } from '../read.ts';
import { planIn, sameCluster } from './plan-of.ts';
import { openSession } from './session.ts';
import { openBooks } from './state.ts';

const ApprovalNote = z.object({
  user: z.string(),
  groups: z.array(z.string()),
  at: z.iso.datetime(),
  planHash: z.string(),
  decision: z.enum(['approve', 'reject']),
});
type ApprovalNote = z.output<typeof ApprovalNote>;

const MOST = 100;

/** What was decided about a run's plan, in its order. */
export function approvalsOf(run: Run): readonly ApprovalNote[] {
  const notes: ApprovalNote[] = [];
  for (let index = 1; index <= MOST; index++) {
    const note = run.readJson(pathOf(index), ApprovalNote);
    if (note === undefined) break;
    notes.push(note);
  }
  return notes;
}

/** The same in the words of the guard. */
export function approvalFacts(run: Run): readonly Approval[] {
  return approvalsOf(run).map(({ at, ...note }) => ({ ...note, at: new Date(at) }));
}

/** Notes the decision of whoever the API server says that we are, about the plan as it lies there. */
export async function decideCommand(
  id: string,
  decision: 'approve' | 'reject',
  options: ClusterOptions,
  runtime: Runtime,
): Promise<void> {
  const session = await openSession(options, runtime);
  try {
    const books = openBooks(process.env);
    try {
      const run = books.backups.findRun(id);
      const plan = planIn(run);
      sameCluster(plan, session);
      if (run.isSealed()) {
        throw new MekhanikubeError('denied', `run ${run.id} has ended`, {
          hint: 'plan again: mekhanikube remediate plan',
        });
      }
      const { user, groups } = session.actor;
      const index = approvalsOf(run).length + 1;
      books.audit.append({
        actor: user,
        event: `plan-${decision === 'approve' ? 'approved' : 'rejected'}`,
        runId: run.id,
        planHash: plan.hash,
        decision: decision === 'approve' ? 'allowed' : 'denied',
      });
      run.writeJson(pathOf(index), { user, groups, at: new Date().toISOString(), planHash: plan.hash, decision });
      const note =
        user === plan.actor.user
          ? " It is your own plan: where an approval is needed, it must be somebody else's."
          : '';
      await writeStdout(
        `${user} ${decision === 'approve' ? 'approves' : 'rejects'} plan ${run.id} (${plan.hash.slice(0, 12)}).${note}\n`,
      );
    } finally {
      books.close();
    }
  } finally {
    session.close();
  }
}

function pathOf(index: number): string {
  return `approvals/${index}.json`;
}
