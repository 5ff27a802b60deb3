import { isKind } from '../../kube/kinds.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import type { View } from '../../snapshot/view.ts';
import type { SourceOf } from '../policy/schema/sources.ts';
import { compileCel } from './cel.ts';
import { keepsPath } from './kept-path.ts';
import { known, type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

/** Loops over these are bounded by it. */
const MOST_RELATED = 100;

/** Evaluates an expression over the target and what belongs to it. */
export function objectSignal({ cel }: SourceOf<'object'>, target: TargetObject, view: View<Kind>): Sample {
  const expression = compileCel(cel);
  if (typeof expression === 'string') return unknown(`the expression is not taken: ${expression}`);
  const { kind } = target.ref;
  const blind = isKind(kind) ? expression.paths.find((path) => !keepsPath(kind, path)) : undefined;
  if (blind !== undefined) return unknown(`${blind.join('.')} of ${kind} is not read`);
  const related = relatedOf(target, view);
  if (typeof related === 'string')
    return cel.includes('related') ? unknown(related) : evaluated(cel, target.object, {});
  return evaluated(cel, target.object, related);
}

function evaluated(cel: string, target: KubeObject, related: Related): Sample {
  const expression = compileCel(cel);
  if (typeof expression === 'string') return unknown(expression);
  const answer = expression.evaluate({ target, related });
  if (answer.state === 'error') return unknown(`the expression gives no answer: ${answer.reason}`);
  if (answer.value === null) return { state: 'absent', reason: 'null', means: 'unknown' };
  return known(answer.value, `the expression gives ${String(answer.value).slice(0, 100)}`);
}

type Related = Readonly<Record<string, readonly KubeObject[]>>;

/** What `related` holds: lists, never whole clusters. The reason where one of them was not read. */
function relatedOf({ ref, object, pods }: TargetObject, view: View<Kind>): Related | string {
  if (pods.length > MOST_RELATED)
    return `it has ${pods.length} pods, more than ${MOST_RELATED}: too many for an expression`;
  const unread = (['Pod', 'ReplicaSet', 'HorizontalPodAutoscaler'] as const).find(
    (kind) => !view.covers(kind, ref.namespace),
  );
  if (unread !== undefined) return `${unread}s could not be read`;
  const scalers = ref.namespace === null ? [] : view.inNamespace('HorizontalPodAutoscaler', ref.namespace);
  return {
    pods,
    replicaSets: view.controlledBy('ReplicaSet', object).slice(0, MOST_RELATED),
    horizontalPodAutoscalers: scalers
      .filter(({ spec }) => spec?.scaleTargetRef?.kind === ref.kind && spec.scaleTargetRef.name === ref.name)
      .slice(0, MOST_RELATED),
  };
}
