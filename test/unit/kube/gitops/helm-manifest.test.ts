import { describe, expect, test } from 'vitest';
import { removedApisIn } from '../../../../src/kube/gitops/helm-manifest.ts';

const budget = { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', namespace: null, name: 'web' };
const document = (...lines: readonly string[]): string => lines.join('\n');

describe('what a manifest holds of removed APIs', () => {
  test.each<[string, string, readonly object[]]>([
    ['nothing', '', []],
    ['what is served', document('apiVersion: policy/v1', 'kind: PodDisruptionBudget', 'metadata:', '  name: web'), []],
    [
      'the same version of another kind',
      document('apiVersion: policy/v1beta1', 'kind: PodSecurity', 'metadata:', '  name: web'),
      [],
    ],
    [
      'a document after others, with comments and quotes',
      document(
        '---',
        'apiVersion: v1',
        'kind: ConfigMap',
        'data: {}',
        '--- # Source: web/pdb.yaml',
        'apiVersion: "policy/v1beta1" # old',
        "kind: 'PodDisruptionBudget'",
        'metadata:',
        '  labels:',
        '    name: other',
        '  name: "web" # the front',
        'spec:',
        '  name: no',
      ),
      [budget],
    ],
    [
      'fields in another order, blank lines and Windows line ends',
      'metadata:\r\n\r\n    namespace: jobs\r\n    name: web\r\nkind: PodDisruptionBudget\r\napiVersion: policy/v1beta1\r\n',
      [{ ...budget, namespace: 'jobs' }],
    ],
    [
      'a version that only stands in a value',
      document(
        'apiVersion: v1',
        'kind: ConfigMap',
        'data:',
        '  x: |',
        '    apiVersion: policy/v1beta1',
        '    kind: PodDisruptionBudget',
      ),
      [],
    ],
    [
      'an object without a name',
      document('apiVersion: policy/v1beta1', 'kind: PodDisruptionBudget'),
      [{ ...budget, name: '' }],
    ],
  ])('%s', (_what, manifest, uses) => {
    expect(removedApisIn(manifest)).toEqual(uses);
  });
});
