import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  directionsOf,
  isolating,
  judge,
  type NetworkPolicy,
  type Party,
  partyOf,
} from '../../../../src/kube/network/policies.ts';

const policy = (spec: NonNullable<NetworkPolicy['spec']>, name = 'p'): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop' },
  spec,
});
const DNS: Party = {
  namespace: 'kube-system',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system', role: 'system' },
  labels: { 'k8s-app': 'kube-dns' },
  addresses: ['10.244.0.4', '10.96.0.10'],
  ports: [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
  ],
  onHost: false,
};
const UDP_53 = { ports: [53], protocol: 'UDP' };
const out = (egress: NonNullable<NetworkPolicy['spec']>['egress'], to: Party = DNS, wanted = UDP_53) =>
  judge([policy({ podSelector: {}, policyTypes: ['Egress'], egress })], 'Egress', to, to, wanted);
const byName = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };

describe('which directions a policy isolates', () => {
  test.each([
    [{ podSelector: {} }, ['Ingress']],
    [{ podSelector: {}, egress: [{}] }, ['Ingress', 'Egress']],
    [{ podSelector: {}, egress: [] }, ['Ingress']],
    [{ podSelector: {}, policyTypes: ['Egress'] }, ['Egress']],
    [{ podSelector: {}, policyTypes: [], egress: [{}] }, ['Ingress', 'Egress']],
  ])('%j', (spec, expected) => {
    expect(directionsOf(policy(spec))).toEqual(expected);
  });

  test('only pods that it selects, and not while it is being deleted', () => {
    const web = policy({ podSelector: { matchLabels: { app: 'web' } } });
    const gone = { ...web, metadata: { ...web.metadata, deletionTimestamp: '2026-01-10T12:00:00Z' } };
    expect(isolating([web], { app: 'web', tier: 'a' }, 'Ingress')).toEqual([web]);
    expect(isolating([web], { app: 'web' }, 'Egress')).toEqual([]);
    expect(isolating([web], { app: 'db' }, 'Ingress')).toEqual([]);
    expect(isolating([gone], { app: 'web' }, 'Ingress')).toEqual([]);
  });
});

describe('egress to the cluster DNS', () => {
  test.each([
    ['nothing', [], 'denied'],
    ['everything', [{}], 'allowed'],
    ['to nobody in particular, on port 53', [{ ports: [{ port: 53, protocol: 'UDP' }] }], 'allowed'],
    ['without a protocol, which means TCP', [{ ports: [{ port: 53 }] }], 'denied'],
    ['all ports of UDP', [{ ports: [{ protocol: 'UDP' }] }], 'allowed'],
    ['by the name of the port', [{ ports: [{ port: 'dns', protocol: 'UDP' }] }], 'allowed'],
    ['by the name that the TCP port has', [{ ports: [{ port: 'dns-tcp', protocol: 'UDP' }] }], 'denied'],
    ['a range of ports', [{ ports: [{ port: 50, endPort: 60, protocol: 'UDP' }] }], 'allowed'],
    ['a range that ends before', [{ ports: [{ port: 40, endPort: 52, protocol: 'UDP' }] }], 'denied'],
    ['the namespace', [{ to: [byName] }], 'allowed'],
    ['pods of its own namespace', [{ to: [{ podSelector: {} }] }], 'denied'],
    [
      'the pods in the namespace',
      [{ to: [{ ...byName, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }] }],
      'allowed',
    ],
    [
      'other pods in the namespace',
      [{ to: [{ ...byName, podSelector: { matchLabels: { 'k8s-app': 'coredns' } } }] }],
      'denied',
    ],
    [
      'the namespace or the pods, as two peers',
      [{ to: [{ namespaceSelector: { matchLabels: { role: 'system' } } }, { podSelector: {} }] }],
      'allowed',
    ],
    ['the right peer and the right port, in two rules', [{ to: [byName], ports: [{ port: 80 }] }], 'denied'],
    ['a block with its address: plugins differ', [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }], 'unsure'],
    ['a block with the address of its Service', [{ to: [{ ipBlock: { cidr: '10.96.0.10/32' } }] }], 'unsure'],
    [
      'the world but for what is inside',
      [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }],
      'denied',
    ],
  ] as const)('%s: %j', (_, egress, expected) => {
    expect(out(egress)).toBe(expected);
  });

  test('what is not known is not denied', () => {
    const dark: Party = { ...DNS, namespaceLabels: null, labels: null, addresses: [], ports: null };
    expect(out([{ to: [byName] }], dark)).toBe('allowed');
    expect(out([{ to: [{ podSelector: {} }] }], dark)).toBe('denied');
    expect(out([{ to: [{ namespaceSelector: { matchLabels: { role: 'system' } } }] }], dark)).toBe('unsure');
    expect(out([{ to: [{ ...byName, podSelector: { matchLabels: { a: 'b' } } }] }], dark)).toBe('unsure');
    expect(out([{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }], dark)).toBe('unsure');
    expect(out([{ ports: [{ port: 'dns', protocol: 'UDP' }] }], dark)).toBe('unsure');
    expect(out([{ ports: [{ port: 5353, protocol: 'UDP' }] }], dark, { ports: [53, 5353], protocol: 'UDP' })).toBe(
      'unsure',
    );
  });

  test('what runs on the network of a node is never surely denied', () => {
    expect(out([], { ...DNS, onHost: true })).toBe('unsure');
  });

  test('where nothing isolates, everything is allowed', () => {
    expect(judge([], 'Egress', DNS, DNS, UDP_53)).toBe('allowed');
  });
});

test('ingress looks at where it comes from, and at the ports of the pod that is called', () => {
  const shop = policy({
    podSelector: {},
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { role: 'system' } } }], ports: [{ port: 'web' }] }],
  });
  const web = partyOf(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { containers: [{ name: 'a', ports: [{ name: 'web', containerPort: 8080 }] }] },
    },
    {},
  );
  expect(judge([shop], 'Ingress', DNS, web, { ports: [8080], protocol: 'TCP' })).toBe('allowed');
  expect(judge([shop], 'Ingress', DNS, web, { ports: [8081], protocol: 'TCP' })).toBe('denied');
  expect(judge([shop], 'Ingress', { ...DNS, namespaceLabels: {} }, web, { ports: [8080], protocol: 'TCP' })).toBe(
    'denied',
  );
});

/** The rules of the documentation, written down a second time for pods whose labels and ports are all known. */
function allowedByTheBook(policies: readonly NetworkPolicy[], to: Party, number: number, protocol: string): boolean {
  if (policies.length === 0) return true;
  for (const { spec, metadata } of policies) {
    for (const { to: peers = [], ports = [] } of spec?.egress ?? []) {
      const portFits =
        ports.length === 0 ||
        ports.some((one) => {
          if ((one.protocol ?? 'TCP') !== protocol) return false;
          if (one.port === undefined) return true;
          if (typeof one.port === 'string') {
            return (to.ports ?? []).some(
              (own) => own.name === one.port && own.containerPort === number && (own.protocol ?? 'TCP') === protocol,
            );
          }
          return number >= one.port && number <= (one.endPort ?? one.port);
        });
      const peerFits =
        peers.length === 0 ||
        peers.some(({ namespaceSelector, podSelector }) => {
          const inNamespace =
            namespaceSelector === undefined
              ? to.namespace === metadata.namespace
              : Object.entries(namespaceSelector.matchLabels ?? {}).every(([k, v]) => to.namespaceLabels?.[k] === v);
          return inNamespace && Object.entries(podSelector?.matchLabels ?? {}).every(([k, v]) => to.labels?.[k] === v);
        });
      if (portFits && peerFits) return true;
    }
  }
  return false;
}

const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b'), { maxKeys: 2 });
const selector = fc.record({ matchLabels: labels });
const protocol = fc.constantFrom('TCP', 'UDP');
const port = fc.oneof(
  fc.record({ protocol }),
  fc.record({ protocol, port: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ port: fc.integer({ min: 1, max: 3 }), endPort: fc.integer({ min: 3, max: 4 }) }),
  fc.record({ protocol, port: fc.constantFrom('web', 'dns') }),
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
);
const rule = fc.record(
  { to: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
  { requiredKeys: [] },
);
const anyPolicy = fc
  .array(rule, { maxLength: 3 })
  .map((egress) => policy({ podSelector: {}, policyTypes: ['Egress'], egress }));
const party = fc.record({ namespace: fc.constantFrom('shop', 'other'), namespaceLabels: labels, labels }).map(
  (known): Party => ({
    ...known,
    addresses: ['10.0.0.1'],
    ports: [
      { name: 'web', containerPort: 2, protocol: 'TCP' },
      { name: 'dns', containerPort: 3, protocol: 'UDP' },
    ],
    onHost: false,
  }),
);
const connection = fc.record({ to: party, number: fc.integer({ min: 1, max: 4 }), protocol });

describe('of any policies', () => {
  const verdict = (policies: readonly NetworkPolicy[], to: Party, number: number, spoken: string) =>
    judge(policies, 'Egress', to, to, { ports: [number], protocol: spoken });

  test('the verdict is what the documentation says', () => {
    fc.assert(
      fc.property(fc.array(anyPolicy, { maxLength: 3 }), connection, (policies, { to, number, protocol: spoken }) => {
        const expected = allowedByTheBook(policies, to, number, spoken) ? 'allowed' : 'denied';
        expect(verdict(policies, to, number, spoken)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test('one more policy takes nothing away from a pod that is isolated already', () => {
    fc.assert(
      fc.property(
        fc.array(anyPolicy, { minLength: 1, maxLength: 3 }),
        anyPolicy,
        connection,
        (policies, more, { to, number, protocol: spoken }) => {
          if (verdict(policies, to, number, spoken) !== 'allowed') return;
          expect(verdict([...policies, more], to, number, spoken)).toBe('allowed');
        },
      ),
    );
  });

  test('knowing less turns a verdict into no other than "unsure"', () => {
    const hidden = fc.subarray(['namespaceLabels', 'labels', 'ports'] as const);
    fc.assert(
      fc.property(fc.array(anyPolicy, { maxLength: 3 }), connection, hidden, (policies, one, fields) => {
        const { to, number, protocol: spoken } = one;
        const less = verdict(
          policies,
          { ...to, ...Object.fromEntries(fields.map((field) => [field, null])) },
          number,
          spoken,
        );
        expect(['unsure', verdict(policies, to, number, spoken)]).toContain(less);
      }),
      { numRuns: 1_000 },
    );
  });
});
