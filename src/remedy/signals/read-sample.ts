import type { Finding } from '../../findings/finding.ts';
import type { Kind } from '../../kube/object.ts';
import type { View } from '../../snapshot/view.ts';
import type { Leaf } from '../policy/schema/conditions.ts';
import { type Alert, alertSignal } from './alert-signal.ts';
import { eventSignal } from './event-signal.ts';
import { type FindingSample, type Findings, findingSignal } from './finding-signal.ts';
import { answerKey, type Gathered } from './gather.ts';
import { metricSignal } from './metric-signal.ts';
import { objectSignal } from './object-signal.ts';
import { prometheusSignal, queryFor } from './prometheus-signal.ts';
import type { RestartHistory } from './restart-history.ts';
import { restartSignal } from './restart-signal.ts';
import { type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

/** Everything that leaves may ask about. */
export interface Observed {
  readonly view: View<Kind>;
  readonly findings: Findings;
  readonly gathered: Gathered;
  readonly restarts: RestartHistory;
  /** Alerts that fire now; null where none are received. */
  readonly alerts: readonly Alert[] | null;
}

/** Reads the value of a leaf for a target, and the findings that it is about. */
export function readSample(leaf: Leaf, target: TargetObject, observed: Observed): FindingSample {
  if (leaf.source.from === 'finding') {
    return findingSignal(leaf.source, leaf.compare, target, observed.findings, observed.view.takenAtMs);
  }
  const none: readonly Finding[] = [];
  return { sample: otherSample(leaf.source, target, observed), findings: none };
}

function otherSample(
  source: Exclude<Leaf['source'], { readonly from: 'finding' }>,
  target: TargetObject,
  observed: Observed,
): Sample {
  const { view, gathered } = observed;
  switch (source.from) {
    case 'restarts':
      return restartSignal(source, target, view, observed.restarts);
    case 'event':
      return eventSignal(source, target, view);
    case 'metric':
      return metricSignal(source, target, view, gathered.metrics, view.takenAtMs);
    case 'prometheus': {
      const query = queryFor(source.query, target);
      if (query === undefined) return unknown('the target lacks a label that the query names');
      return prometheusSignal(source, gathered.prometheus.get(answerKey(source.server, query)));
    }
    case 'object':
      return objectSignal(source, target, view);
    case 'alert':
      return alertSignal(source, target, observed.alerts);
  }
}
