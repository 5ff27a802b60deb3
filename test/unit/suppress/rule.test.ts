import { describe, expect, test } from 'vitest';
import { refTo } from '../../../src/kube/object-ref.ts';
import { isExpired, ruleMatches } from '../../../src/suppress/rule.ts';
import { IgnoreRuleSchema } from '../../../src/suppress/rule-schema.ts';
import { api, finding, pod, viewWith, web } from './sample.ts';

const view = viewWith({ web: { labels: { app: 'web', tier: 'front' } } });
const seenIn = (path: string) => ({ evidence: [{ object: pod('web-1'), path, value: null }] });
const crash = finding('pod-crash-loop', web, {
  members: [pod('web-1')],
  ...seenIn('status.containerStatuses[name=app].state.waiting.reason'),
});

function matches(rule: object, about = crash): boolean {
  return ruleMatches(IgnoreRuleSchema.parse({ reason: 'known', ...rule }), about, view);
}

describe('everything that a rule names has to fit', () => {
  test.each<[object, boolean]>([
    [{ check: 'pod-crash-loop' }, true],
    [{ check: 'pod-*' }, true],
    [{ check: 'pod' }, false],
    [{ kind: 'deploy' }, true],
    [{ kind: 'Service' }, false],
    [{ namespace: 'shop' }, true],
    [{ namespace: 'sh*' }, true],
    [{ namespace: 'billing' }, false],
    [{ name: 'w.b' }, true],
    [{ name: 'we' }, false],
    [{ container: 'app' }, true],
    [{ container: 'sidecar' }, false],
    [{ selector: 'app=web,tier in (front)' }, true],
    [{ selector: 'app=api' }, false],
    [{ check: 'pod-crash-loop', namespace: 'billing' }, false],
    [{ kind: 'Pod' }, true],
    [{ kind: 'Pod', name: 'web-\\d+' }, true],
    [{ kind: 'Pod', name: 'api-\\d+' }, false],
  ])('%j: %j', (rule, expected) => {
    expect(matches(rule)).toBe(expected);
  });
});

test('a cause that several share is ignored where all its members are', () => {
  const members = [pod('web-1'), pod('api-1')];
  const shared = finding('config-map-missing', refTo('ConfigMap', 'shop', 'settings'), { members });
  expect(matches({ kind: 'Pod', name: 'web-.*' }, shared)).toBe(false);
  expect(matches({ kind: 'Pod', name: '(web|api)-.*' }, shared)).toBe(true);
});

test('a rule for a container is none for a finding that speaks of no container, or of two', () => {
  const rule = { container: 'app' };
  expect(matches(rule, finding('deployment-degraded', api))).toBe(false);
  const paths = ['spec.containers[name=app].image', 'spec.initContainers[name=setup].image'];
  const both = paths.flatMap((path) => seenIn(path).evidence);
  expect(matches(rule, finding('pod-crash-loop', web, { evidence: both }))).toBe(false);
});

test('a rule ends with its day', () => {
  const rule = IgnoreRuleSchema.parse({ check: 'a', reason: 'known', until: '2026-01-10' });
  expect(isExpired(rule, '2026-01-10T23:59:59Z')).toBe(false);
  expect(isExpired(rule, '2026-01-11T00:00:00Z')).toBe(true);
  expect(isExpired(IgnoreRuleSchema.parse({ check: 'a', reason: 'known' }), '2026-01-11T00:00:00Z')).toBe(false);
});
