import type { PolicyReport } from '../object.ts';
import { listAt, textAt } from './fields.ts';

/** Who breaks a policy. */
export interface PolicyFailure {
  readonly rules: Set<string>;
  /** `Deployment shop/web` */
  readonly objects: Set<string>;
}

/** The policies that a report says are broken. */
export function policiesIn(report: PolicyReport): ReadonlySet<string> {
  return new Set(failed(report).map((result) => textAt(result, 'policy')));
}

/** All objects that break each policy, over all reports. */
export function failuresByPolicy(view: {
  all(kind: 'ClusterPolicyReport' | 'PolicyReport'): readonly PolicyReport[];
}): ReadonlyMap<string, PolicyFailure> {
  const failures = new Map<string, PolicyFailure>();
  for (const report of [...view.all('ClusterPolicyReport'), ...view.all('PolicyReport')]) {
    for (const result of failed(report)) {
      const policy = textAt(result, 'policy');
      const failure = failures.get(policy) ?? { rules: new Set(), objects: new Set() };
      failures.set(policy, failure);
      const rule = textAt(result, 'rule');
      if (rule !== '') failure.rules.add(rule);
      for (const object of objectsOf(result, report)) failure.objects.add(object);
    }
  }
  return failures;
}

function failed(report: PolicyReport): ReturnType<typeof listAt> {
  return listAt(report, 'results').filter(
    (result) => textAt(result, 'result') === 'fail' && textAt(result, 'policy') !== '',
  );
}

/** A report of one object names it as its scope; others name the objects of each result. */
function objectsOf(result: unknown, report: PolicyReport): readonly string[] {
  const named = listAt(result, 'resources');
  const refs = named.length > 0 ? named : listAt({ scope: [Reflect.get(report, 'scope')] }, 'scope');
  return refs.map((ref) => {
    const namespace = textAt(ref, 'namespace');
    return `${textAt(ref, 'kind')} ${namespace === '' ? '' : `${namespace}/`}${textAt(ref, 'name')}`;
  });
}
