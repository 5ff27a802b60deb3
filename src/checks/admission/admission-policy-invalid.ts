import { z } from 'zod';
import { bindingProblem, isPolicy, policyWarnings } from '../../kube/admission/policies.ts';
import { describe, kubectl, target } from '../../kube/kubectl.ts';
import { refText, refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const admissionPolicyInvalid = defineCheck({
  id: 'admission-policy-invalid',
  title: 'ValidatingAdmissionPolicy does not do what it says',
  severity: 'medium',
  level: 'cause',
  subject: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  consults: ['ConfigMap', 'ValidatingAdmissionPolicy'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking',
  facts: z.object({
    problem: z.enum(['type', 'policy-missing', 'parameter-missing']),
    /** The field with the expression, the policy, or the parameter that is missing. */
    what: z.string(),
    says: z.string(),
  }),
  message: ({ problem, what, says }) => {
    switch (problem) {
      case 'type':
        return `Its expression at ${what} does not fit the kinds that it is for: ${says}`;
      case 'policy-missing':
        return `It binds ValidatingAdmissionPolicy ${what}, which does not exist, so nothing is checked`;
      case 'parameter-missing':
        return `Its parameter, ${what}, does not exist, so every request that it is for is refused`;
    }
  },
  fixes: ({ problem }, { object }) => [
    problem === 'type'
      ? { text: 'See all warnings, and correct the expression', command: describe(object) }
      : { text: 'Correct the name, or create what it names', command: kubectl('edit', target(object)) },
  ],
  *find(object, view) {
    const { creationTimestamp, deletionTimestamp } = object.metadata;
    const young = creationTimestamp !== undefined && view.age(creationTimestamp) < MINUTE_MS;
    if (young || deletionTimestamp !== undefined) return;
    if (isPolicy(object)) {
      const [first] = policyWarnings(object);
      if (first === undefined) return;
      yield {
        cause: first.field,
        facts: { problem: 'type' as const, what: first.field, says: first.text },
        evidence: [{ path: `status.typeChecking.expressionWarnings[fieldRef=${first.field}]`, value: first.text }],
      };
      return;
    }
    const found = bindingProblem(object, view);
    if (found === undefined) return;
    const what =
      found.problem === 'policy-missing' ? found.name : refText(refTo('ConfigMap', found.namespace, found.name));
    yield {
      cause: found.problem,
      severity: found.problem === 'parameter-missing' ? 'high' : 'medium',
      facts: { problem: found.problem, what, says: '' },
      evidence: [{ path: found.path, value: found.name }],
    };
  },
});
