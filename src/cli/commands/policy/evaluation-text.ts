import { refText } from '../../../kube/object-ref.ts';
import { durationText } from '../../../kube/time.ts';
import type { LeafReading, PolicyEvaluation, TargetEvaluation } from '../../../remedy/policy/evaluate.ts';
import { columns } from '../../ui/columns.ts';

/** A policy's evaluation, with the lines of a plan for each target that has one. */
export interface ShownEvaluation {
  readonly evaluation: PolicyEvaluation;
  readonly plans: ReadonlyMap<TargetEvaluation, readonly string[]>;
}

interface Style {
  /** Also the targets that do not match. */
  readonly all: boolean;
  readonly bold: (text: string) => string;
  readonly nowMs: number;
}

/** One policy: its state, and a table of its targets with each condition in words. */
export function evaluationText({ evaluation, plans }: ShownEvaluation, style: Style): string {
  const { policy, name, inactive, targets, unread, storm } = evaluation;
  const lines = [
    `${style.bold(name)}  ${policy.spec.mode}, priority ${policy.spec.priority}, ${openingText(evaluation, style.nowMs)}`,
  ];
  if (inactive !== null) return `${[...lines, `  not judged: ${inactive}`].join('\n')}\n`;
  lines.push(...unread.map((reason) => `  ${reason}: there may be more targets`));
  if (storm !== null) {
    lines.push(
      `  storm: ${storm.matching} targets match at once, more than ${storm.threshold}: nothing is done, the cause is probably shared`,
    );
  }
  const shown = style.all ? targets : targets.filter(({ outcome }) => outcome !== 'No');
  const hidden = targets.length - shown.length;
  if (shown.length > 0) lines.push(table(shown, plans));
  if (targets.length === 0) lines.push('  no target');
  else if (hidden > 0)
    lines.push(`  ${hidden} of ${targets.length} targets do not match${shown.length > 0 ? '' : ' (--all shows them)'}`);
  return `${lines.join('\n')}\n`;
}

function table(targets: readonly TargetEvaluation[], plans: ShownEvaluation['plans']): string {
  const rows = [
    ['', 'TARGET', 'VERDICT', 'CONDITIONS'],
    ...targets.flatMap((target) => [
      ['', refText(target.target), verdict(target), leafText(target.leaves[0])],
      ...target.leaves.slice(1).map((leaf) => ['', '', '', leafText(leaf)]),
      ...(plans.get(target) ?? []).map((line) => ['', '', '', `-> ${line}`]),
    ]),
  ];
  return columns(rows).trimEnd();
}

function verdict({ outcome, busyWith }: TargetEvaluation): string {
  return busyWith === null ? outcome : `${outcome} (${busyWith})`;
}

function leafText(leaf: LeafReading | undefined): string {
  if (leaf === undefined) return '';
  const truth = leaf.pending ? 'pending' : leaf.truth;
  return `${leaf.negated ? 'not ' : ''}${leaf.id}: ${truth}, ${leaf.text}`;
}

function openingText({ opening }: PolicyEvaluation, nowMs: number): string {
  if (opening.open)
    return opening.untilMs === null ? 'always open' : `open for ${durationText(opening.untilMs - nowMs)}`;
  const next = opening.nextMs === null ? 'never opens' : `opens ${new Date(opening.nextMs).toISOString()}`;
  return opening.blackout ? `closed by a blackout, ${next}` : `closed, ${next}`;
}
