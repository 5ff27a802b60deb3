import type { Problem } from '../../../base/document/problem.ts';
import type { PolicyFacts } from '../facts.ts';
import type { PolicyDocument } from '../schema.ts';

export function safetyRules(policy: PolicyDocument, facts: PolicyFacts): readonly Problem[] {
  return [...autoRules(policy), ...revertRules(policy, facts), ...scopeRules(policy)];
}

/** Nobody looks at what happens by itself: it must not happen again and again. */
function autoRules({ spec: { mode, safeguards } }: PolicyDocument): readonly Problem[] {
  if (mode !== 'Auto') return [];
  const { cooldown, rate } = safeguards;
  const problems: Problem[] = [];
  if (cooldown?.perTarget === undefined && cooldown?.perPolicy === undefined) {
    problems.push({
      path: ['spec', 'safeguards', 'cooldown'],
      message: 'is missing: mode Auto needs a cooldown',
      hint: 'for example cooldown: {perTarget: 30m}',
    });
  }
  if (rate === undefined) {
    problems.push({
      path: ['spec', 'safeguards', 'rate'],
      message: 'is missing: mode Auto needs a rate',
      hint: 'for example rate: {window: 1h, max: 4}',
    });
  }
  return problems;
}

function revertRules({ spec: { revert, steps } }: PolicyDocument, { actions }: PolicyFacts): readonly Problem[] {
  const path = ['spec', 'revert'];
  if (revert.strategy === 'Immediate') {
    return revert.gradual === undefined
      ? []
      : [{ path: [...path, 'gradual'], message: 'goes with strategy: Gradual only' }];
  }
  const problems: Problem[] = [];
  if (revert.gradual === undefined) {
    problems.push({ path, message: 'strategy Gradual needs gradual: {step, interval}' });
  }
  const others = steps.filter(({ action }) => actions.some(({ id, isScaleType }) => id === action && !isScaleType));
  if (others.length > 0) {
    problems.push({
      path: [...path, 'strategy'],
      message: `Gradual does not go with ${[...new Set(others.map(({ action }) => action))].join(', ')}`,
      hint: 'only a number can be taken back bit by bit: use strategy: Immediate',
    });
  }
  return problems;
}

function scopeRules({ kind, metadata }: PolicyDocument): readonly Problem[] {
  if (kind !== 'ClusterRemediationPolicy' || metadata.namespace === undefined) return [];
  return [
    {
      path: ['metadata', 'namespace'],
      message: 'a ClusterRemediationPolicy belongs to no namespace',
      hint: 'leave it out',
    },
  ];
}
