import { refText } from '../kube/object-ref.ts';
import { pathText } from '../remedy/patch/pointer.ts';
import { isFitting, type Judgement, type Plan, type PlannedStep, type PlannedWrite } from '../remedy/plan/plan.ts';
import { changedValueText } from './changed-value.ts';
import type { RenderOptions } from './options.ts';
import { type Line, type Page, pageOf } from './page.ts';

type Options = Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'verbose'>;

const CHANGES_SHOWN = 12;
/** The annotation that we leave is no news. */
const MARKER = 'metadata.annotations["mekhanikube.io/last-run"]';

/** Plans for a terminal: what is to change, what stands against it, and the way back. */
export function planText(plans: readonly Plan[], options: Options): string {
  const page = pageOf(options);
  return `${plans.map((plan) => planLines(plan, page).join('\n')).join('\n\n')}\n`;
}

/** One plan, without what to do next. */
export function planLines(plan: Plan, page: Page): readonly string[] {
  const { origin, steps, fallback } = plan;
  if (!isFitting(plan) && !page.verbose) return noPlanLines(plan, page);
  const why = origin.finding?.message ?? 'asked for by hand';
  const policy = origin.policy === null ? [] : [{ text: `policy ${origin.policy.name}, mode ${origin.policy.mode}` }];
  return [
    ...page.section(
      'PLAN',
      [{ text: refText(plan.target), paint: page.paint.bold }, { text: why }, ...policy],
      page.paint.bold,
    ),
    ...page.section('  id', plan.id === '' ? [] : [{ text: plan.id, paint: page.paint.dim }]),
    ...page.section('  finding', origin.finding === null ? [] : [{ text: origin.finding.id, paint: page.paint.dim }]),
    ...steps.flatMap((step, index) => stepLines(step, `  ${index + 1}`, page)),
    ...fallback.flatMap((step) => stepLines(step, '  else', page)),
  ];
}

/** An action that does not fit says why; the rest of the plan says nothing then. */
function noPlanLines({ target, origin, steps }: Plan, page: Page): readonly string[] {
  const denials = steps.flatMap(({ judgements }) => judgements.filter(({ allows }) => !allows));
  const actions = [...new Set(steps.map(({ action }) => action))].join(', ');
  return [
    ...page.section('NO PLAN', [
      { text: `${refText(target)} (${actions})`, paint: page.paint.bold },
      ...(origin.finding === null ? [] : [{ text: origin.finding.message }]),
    ]),
    ...denials.flatMap((judgement) => page.section('  NO', denialLines(judgement, page), page.paint.severity.high)),
  ];
}

function stepLines(step: PlannedStep, label: string, page: Page): readonly string[] {
  const risk = step.proposeOnly ? 'only shown' : `risk ${step.risk}`;
  return [
    ...page.section(label, [{ text: `${step.summary} (${step.action}, ${risk})`, paint: page.paint.bold, hang: 2 }]),
    ...page.section('  changes', changeLines(step.writes, page)),
    ...page.section('  back', step.wayBack === '' ? [] : [{ text: step.wayBack, hang: 2 }]),
    ...page.section(
      '  note',
      step.notes.map((text) => ({ text, hang: 2 })),
    ),
    ...judgementLines(step, page),
  ];
}

function changeLines(writes: readonly PlannedWrite[], page: Page): readonly Line[] {
  const lines = writes.flatMap(({ request, changes }): readonly Line[] => {
    const object = refText(request.ref);
    if (request.verb !== 'patch') return [{ text: `${request.verb} ${object}`, hang: 2 }];
    return changes
      .map((change) => ({ ...change, at: pathText(change.path) }))
      .filter(({ at }) => page.verbose || at !== MARKER)
      .map(({ at, path, before, after }) => ({
        text: `${at}: ${changedValueText(before, path)} -> ${changedValueText(after, path)}`,
        hang: 2,
      }));
  });
  if (page.verbose || lines.length <= CHANGES_SHOWN) return lines;
  return [
    ...lines.slice(0, CHANGES_SHOWN),
    { text: `and ${lines.length - CHANGES_SHOWN} more (--verbose shows them)`, paint: page.paint.dim },
  ];
}

function judgementLines({ judgements, proposeOnly }: PlannedStep, page: Page): readonly string[] {
  const denials = judgements.filter(({ allows }) => !allows);
  const notes = judgements.filter(({ allows, reason }) => allows && reason !== '');
  const passed = judgements.length - denials.length;
  const count = `${passed} of ${judgements.length} allow it`;
  return [
    ...(proposeOnly || judgements.length === 0
      ? []
      : page.section('  guards', [{ text: count, paint: page.paint.dim }])),
    ...denials.flatMap((judgement) => page.section('  NO', denialLines(judgement, page), page.paint.severity.high)),
    ...(page.verbose
      ? notes.flatMap(({ guard, reason }) => page.section('  yes', [{ text: `${guard}: ${reason}`, hang: 2 }]))
      : []),
  ];
}

function denialLines({ guard, reason, hint, waitsFor }: Judgement, page: Page): readonly Line[] {
  const waiting = waitsFor === null ? '' : ` (waits for ${waitsFor})`;
  const line = { text: `${guard}: ${reason}${waiting}`, hang: 2 };
  return hint === null ? [line] : [line, { text: `-> ${hint}`, paint: page.paint.command, hang: 3 }];
}
