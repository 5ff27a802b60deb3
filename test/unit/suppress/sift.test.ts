import { expect, test } from 'vitest';
import { IgnoreRuleSchema } from '../../../src/suppress/rule-schema.ts';
import { sift } from '../../../src/suppress/sift.ts';
import { api, finding, viewWith, web } from './sample.ts';

const rule = (fields: object, where: string) => ({
  rule: IgnoreRuleSchema.parse({ reason: 'known', ...fields }),
  where,
});
const crash = finding('pod-crash-loop', web);

test('the annotation comes before the rules, and the first rule that fits gives its reason', () => {
  const rules = [
    rule({ check: 'image-*' }, 'a.yaml:3'),
    rule({ check: 'pod-*', reason: 'seen by the team' }, 'a.yaml:5'),
    rule({ check: '*' }, 'a.yaml:7'),
  ];
  const plain = sift([crash], { rules, baseline: null }, viewWith({}));
  expect(plain).toEqual({
    kept: [],
    suppressed: [{ finding: crash, by: 'rule', reason: 'seen by the team', where: 'a.yaml:5' }],
  });
  const annotated = viewWith({ web: { annotations: { 'mekhanikube.io/ignore': 'pod-crash-loop' } } });
  expect(sift([crash], { rules, baseline: null }, annotated).suppressed).toEqual([
    { finding: crash, by: 'annotation', reason: 'mekhanikube.io/ignore on Deployment shop/web', where: null },
  ]);
});

test('a rule whose day is over takes nothing out', () => {
  const rules = [rule({ check: '*', until: '2026-01-09' }, 'a.yaml:3')];
  expect(sift([crash], { rules, baseline: null }, viewWith({})).kept).toEqual([crash]);
});

test('what follows from a finding goes with it, and an ignored symptom stays under its cause', () => {
  const because = { rule: 'consequence', by: crash } as const;
  const symptoms = [{ check: 'deployment-unavailable', subject: api, message: 'down', because }];
  const cause = { ...crash, symptoms };
  const view = viewWith({ api: { annotations: { 'mekhanikube.io/ignore': '*' } } });
  expect(sift([cause], { rules: [], baseline: null }, view)).toEqual({ kept: [cause], suppressed: [] });
});
