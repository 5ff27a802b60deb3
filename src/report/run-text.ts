import { refText } from '../kube/object-ref.ts';
import type { Plan } from '../remedy/plan/plan.ts';
import type { RunResult } from '../remedy/run/finish.ts';
import type { RenderOptions } from './options.ts';
import { pageOf } from './page.ts';

const HEADLINES: Readonly<Record<RunResult['outcome'], string>> = {
  succeeded: 'Done and verified',
  'rolled-back': 'It did not work, and was taken back',
  'partially-rolled-back': 'It did not work, and not all of it could be taken back',
  failed: 'It did not work, and there is nothing to take back',
  conflict: 'Somebody else changes the object: nothing was done',
  abandoned: 'Nothing was done',
  cancelled: 'Cancelled: nothing was done',
  'needs-human': 'Somebody has to look',
};

/** How a run ended, for a terminal. */
export function runText(
  plan: Plan,
  result: RunResult,
  options: Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'verbose'>,
): string {
  const page = pageOf(options);
  const isGood = result.outcome === 'succeeded';
  const step = (id: string) => plan.steps.find((planned) => planned.id === id)?.summary ?? id;
  const lines = [
    ...page.section(
      isGood ? 'DONE' : 'NOT DONE',
      [
        { text: HEADLINES[result.outcome], paint: page.paint.bold },
        { text: refText(plan.target) },
        ...(result.reason === '' ? [] : [{ text: result.reason }]),
      ],
      isGood ? page.paint.bold : page.paint.severity.high,
    ),
    ...page.section('  run', [{ text: plan.id, paint: page.paint.dim }]),
    ...result.steps.flatMap(({ id, state, reason }) =>
      page.section(`  ${state}`.slice(0, 11), [{ text: `${step(id)}: ${reason}`, hang: 2 }]),
    ),
    ...result.denied.flatMap(({ guard, reason, hint }) =>
      page.section(
        '  NO',
        [
          { text: `${guard}: ${reason}`, hang: 2 },
          ...(hint === null ? [] : [{ text: `-> ${hint}`, paint: page.paint.command, hang: 3 }]),
        ],
        page.paint.severity.high,
      ),
    ),
    ...page.section(
      '  left',
      result.left.map((text) => ({ text, hang: 2 })),
      page.paint.severity.high,
    ),
    ...page.section(
      '  note',
      result.notes.map((text) => ({ text, hang: 2 })),
    ),
    ...(isGood
      ? page.section('  back', [{ text: `mekhanikube remediate rollback ${plan.id}`, paint: page.paint.command }])
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
