import { z } from 'zod';
import { countText, listText } from '../../base/list-text.ts';
import { failuresByPolicy, policiesIn } from '../../kube/custom/policy-results.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const policyReportFail = defineCheck({
  id: 'policy-report-fail',
  title: 'Objects break a policy',
  severity: 'low',
  level: 'cause',
  subject: ['ClusterPolicyReport', 'PolicyReport'],
  profile: 'policy-reports',
  source: 'https://kyverno.io/docs/policy-reports/',
  facts: z.object({
    policy: z.string(),
    rules: z.array(z.string()),
    failed: z.int(),
    objects: z.array(z.string()),
  }),
  message: ({ policy, rules, failed, objects }) =>
    `${countText(failed, 'object')} ${failed === 1 ? 'breaks' : 'break'} policy ${policy}` +
    (rules.length === 0 ? '' : ` (${listText(rules)})`) +
    (objects.length === 0 ? '' : `: ${listText(objects)}`),
  fixes: () => [
    { text: 'See the reports', command: kubectl('get', 'policyreports,clusterpolicyreports', '-A') },
    { text: 'Correct the objects, or make an exception from the policy', command: null },
  ],
  *find(report, view) {
    const all = view.shared(failuresByPolicy);
    for (const policy of policiesIn(report)) {
      const failure = all.get(policy);
      if (failure === undefined) continue;
      const { rules, objects } = failure;
      yield {
        cause: policy,
        shared: { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', namespace: null, name: policy },
        facts: { policy, rules: [...rules].sort(), failed: objects.size, objects: [...objects].sort().slice(0, 10) },
        evidence: [{ path: 'results', value: policy }],
      };
    }
  },
});
