import { describe, expect, test } from 'vitest';
import { parseRefusal } from '../../../../src/kube/workloads/refusal.ts';

/** Texts that a real API server 1.34 sent, but for those marked as old. */
describe('parseRefusal', () => {
  test('a quota that is used up, with every resource', () => {
    const text =
      'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: exceeded quota: tiny, ' +
      'requested: limits.memory=64Mi,requests.memory=8Mi, used: limits.memory=0,requests.memory=0, limited: limits.memory=32Mi,requests.memory=1Mi';
    expect(parseRefusal(text)).toEqual({
      by: 'quota',
      quota: 'tiny',
      resources: [
        { resource: 'limits.memory', requested: '64Mi', used: '0', limited: '32Mi' },
        { resource: 'requests.memory', requested: '8Mi', used: '0', limited: '1Mi' },
      ],
    });
  });

  test('a quota behind the words for similar events', () => {
    const text =
      '(combined from similar events): Error creating: pods "web-5b685d6589-xdvrg" is forbidden: exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1';
    expect(parseRefusal(text)).toMatchObject({ by: 'quota', quota: 'team', resources: [{ resource: 'pods' }] });
  });

  test('resources that a quota makes compulsory', () => {
    const text = 'failed quota: team: must specify limits.memory for: api; requests.cpu for: api,proxy';
    expect(parseRefusal(`pods "api-b476c8b87-x" is forbidden: ${text}`)).toEqual({
      by: 'quota-requires',
      quota: 'team',
      missing: [
        { resource: 'limits.memory', containers: ['api'] },
        { resource: 'requests.cpu', containers: ['api', 'proxy'] },
      ],
    });
  });

  test('the same in the words of an old server', () => {
    expect(parseRefusal('failed quota: team: must specify limits.cpu,limits.memory')).toMatchObject({
      missing: [
        { resource: 'limits.cpu', containers: [] },
        { resource: 'limits.memory', containers: [] },
      ],
    });
  });

  test('one bound of a LimitRange', () => {
    expect(parseRefusal('maximum memory usage per Container is 64Mi, but limit is 128Mi')).toEqual({
      by: 'limit-range',
      violations: [
        { bound: 'max', resource: 'memory', type: 'Container', allowed: '64Mi', field: 'limit', actual: '128Mi' },
      ],
    });
  });

  test('several bounds of a LimitRange', () => {
    const text =
      '[minimum cpu usage per Container is 50m, but request is 10m, maximum memory usage per Pod is 64Mi.  No limit is specified, ' +
      'cpu max limit to request ratio per Container is 2, but provided ratio is 10.000000]';
    expect(parseRefusal(`Error creating: pods "big-5df89989bb-8mx6b" is forbidden: ${text}`)).toMatchObject({
      violations: [
        { bound: 'min', allowed: '50m', field: 'request', actual: '10m' },
        { bound: 'max', type: 'Pod', allowed: '64Mi', field: 'limit', actual: null },
        { bound: 'maxLimitRequestRatio', resource: 'cpu', allowed: '2', field: 'ratio', actual: '10' },
      ],
    });
  });

  test('pod security: commas inside parentheses part nothing', () => {
    const text =
      'violates PodSecurity "restricted:v1.34": unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)';
    expect(parseRefusal(text)).toEqual({
      by: 'pod-security',
      level: 'restricted',
      violations: [
        'unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"])',
        'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
      ],
    });
  });

  test.each([
    [
      'failed calling webhook "pods.x.example.com": failed to call webhook: Post "https://policy.security.svc:443/validate?timeout=2s": service "policy" not found',
      { name: 'policy', namespace: 'security' },
      'service "policy" not found',
    ],
    [
      'failed calling webhook "pods.x.example.com": Post "https://policy.security.svc:443/validate?timeout=2s": context deadline exceeded',
      { name: 'policy', namespace: 'security' },
      'context deadline exceeded',
    ],
    [
      'failed calling webhook "pods.x.example.com": failed to call webhook: Post "https://policy.example.com/validate?timeout=10s": EOF',
      null,
      'EOF',
    ],
    ['failed calling webhook "pods.x.example.com"; no further details available', null, 'no further details available'],
    [
      'failed calling webhook "pods.x.example.com": failed to call webhook: the server could not find the requested resource',
      null,
      'the server could not find the requested resource',
    ],
  ])('a webhook that did not answer: %s', (text, service, problem) => {
    expect(parseRefusal(`Error creating: Internal error occurred: ${text}`)).toEqual({
      by: 'webhook-failure',
      webhook: 'pods.x.example.com',
      service,
      problem,
    });
  });

  test('a webhook that said no, with and without a reason', () => {
    expect(parseRefusal('admission webhook "w.example.com" denied the request: image is not signed')).toEqual({
      by: 'webhook-denial',
      name: 'w.example.com',
      reason: 'image is not signed',
    });
    expect(parseRefusal('admission webhook "w.example.com" denied the request without explanation')).toMatchObject({
      reason: 'without explanation',
    });
  });

  test('a ValidatingAdmissionPolicy', () => {
    const text =
      "pods \"api-578844796c-2cd7c\" is forbidden: ValidatingAdmissionPolicy 'owner' with binding 'owner-all' denied request: every pod needs a label owner";
    expect(parseRefusal(text)).toEqual({ by: 'policy-denial', name: 'owner', reason: 'every pod needs a label owner' });
  });

  test.each([
    [
      'pods "billing-cd6c8df47-" is forbidden: error looking up service account shop/billing: serviceaccount "billing" not found',
      { by: 'service-account', name: 'billing' },
    ],
    [
      'pods "api-574b968b5-" is forbidden: no PriorityClass with name business-critical was found',
      { by: 'priority-class', name: 'business-critical' },
    ],
    [
      'pods "sandboxed-78dbd76d4b-" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
      { by: 'runtime-class', name: 'gvisor' },
    ],
  ])('%s', (text, refusal) => {
    expect(parseRefusal(`Error creating: ${text}`)).toEqual(refusal);
  });

  test('anything else keeps its words, without the name of the pod', () => {
    expect(parseRefusal('Error creating: pods "web-x" is forbidden: not yet ready to handle request')).toEqual({
      by: 'other',
      text: 'not yet ready to handle request',
    });
    expect(parseRefusal('')).toEqual({ by: 'other', text: '' });
  });
});
