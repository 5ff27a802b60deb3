import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText, HOSTILE, reportSaying } from './hostile.ts';
import { broken, healthy, partialCoverage, render, reportOf } from './sample.ts';
import { sarifErrors } from './sarif-schema.ts';

function sarif(report: typeof broken) {
  return JSON.parse(render('sarif', report));
}

test.each([
  ['findings', broken],
  ['no findings', healthy],
  ['a partial reading', reportOf({ coverage: partialCoverage })],
  ['hostile text', reportSaying(HOSTILE)],
])('%s are valid by the schema of SARIF 2.1.0', (_name, report) => {
  expect(sarifErrors(sarif(report))).toEqual([]);
});

test('any text gives valid SARIF', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(sarifErrors(sarif(reportSaying(text)))).toEqual([]);
    }),
  );
});

test('the schema is at work', () => {
  const log = sarif(broken);
  log.runs[0].results[0].level = 'fatal';
  expect(sarifErrors(log)).not.toEqual([]);
});

test('every result names its rule, its object and a path in the repository', () => {
  const [run] = sarif(broken).runs;
  for (const [index, result] of run.results.entries()) {
    const finding = broken.findings[index];
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(result.ruleId).toBe(finding?.check);
    expect(result.partialFingerprints['mekhanikube/v1']).toBe(finding?.id);
    expect(result.locations).toHaveLength(1);
  }
  const [location] = run.results[1].locations;
  expect(location.physicalLocation.artifactLocation.uri).toBe('k8s/shop/Deployment/web.yaml');
  expect(location.logicalLocations[0]).toEqual({
    name: 'web',
    fullyQualifiedName: 'shop/Deployment/web',
    decoratedName: 'Deployment shop/web',
    kind: 'resource',
  });
});

test('a rule carries the prose of its check', () => {
  const [rule] = sarif(broken).runs[0].tool.driver.rules;
  expect(rule).toMatchObject({
    id: 'config-map-missing',
    name: 'ConfigMapMissing',
    defaultConfiguration: { level: 'error' },
  });
  expect(rule.help.markdown).toContain('## How to look\n\n`kubectl get -n NAMESPACE configmaps`');
});

test('severities become levels', () => {
  const levels = sarif(broken).runs[0].results.map((result: { level: string }) => result.level);
  expect(levels).toEqual(['error', 'error', 'error', 'error', 'warning', 'note']);
});

test.each([
  [{ namespace: null, kind: 'ClusterRole', name: 'system:node' }, 'k8s/_cluster/ClusterRole/system%3Anode.yaml'],
  [{ namespace: '..', kind: '.', name: 'a/../../b?c#d e' }, 'k8s/_../_./a%2F..%2F..%2Fb%3Fc%23d%20e.yaml'],
  [{ namespace: 'shop', kind: 'Pod', name: 'ü\ud800' }, 'k8s/shop/Pod/%C3%BC%EF%BF%BD.yaml'],
])('%j is at %s', (ref, uri) => {
  const [first] = broken.findings;
  const report = {
    ...broken,
    findings: first === undefined ? [] : [{ ...first, subject: { apiVersion: 'v1', ...ref } }],
  };
  expect(sarif(report).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
});

test('a message is no template and holds no link', () => {
  const { text } = sarif(reportSaying('{0} [here](http://evil) {"a": 1}')).runs[0].results[0].message;
  expect(text).toContain('{{0}} [here] (http://evil) {"a": 1}');
});

test('what was not read and what crashed are notifications', () => {
  const [invocation] = sarif(broken).runs[0].invocations;
  expect(invocation.executionSuccessful).toBe(false);
  expect(invocation.toolConfigurationNotifications[0].message.text).toBe('forbidden: secrets');
  expect(invocation.toolExecutionNotifications[0].message.text).toContain('node-not-ready failed on Node worker-2');
  expect(sarif(healthy).runs[0].invocations[0].executionSuccessful).toBe(true);
});
