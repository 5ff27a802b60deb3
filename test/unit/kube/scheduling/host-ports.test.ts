import { expect, test } from 'vitest';
import type { Container, Pod } from '../../../../src/kube/object.ts';
import { conflict, hostPortsOf, portHolders } from '../../../../src/kube/scheduling/host-ports.ts';

function pod(parts: { containers?: Container[]; initContainers?: Container[] }, more: Partial<Pod> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { nodeName: 'a', ...parts },
    ...more,
  };
}

const taking = (hostPort: number, hostIP?: string): Container => ({ ports: [{ hostPort, hostIP, containerPort: 1 }] });

test('sidecars count, init containers do not', () => {
  const both = pod({
    containers: [taking(1)],
    initContainers: [taking(2), { ...taking(3), restartPolicy: 'Always' }],
  });
  expect(hostPortsOf(both).map(({ port }) => port)).toEqual([1, 3]);
  expect(hostPortsOf(pod({ containers: [taking(0), { ports: [{ containerPort: 80 }] }] }))).toEqual([]);
});

test('the address and the protocol tell ports apart', () => {
  const port = (hostIP = '', protocol = 'TCP') => ({ port: 80, protocol, hostIP });
  expect(conflict(port(), port())).toBe(true);
  expect(conflict(port('10.0.0.1'), port())).toBe(true);
  expect(conflict(port('10.0.0.1'), port('10.0.0.2'))).toBe(false);
  expect(conflict(port(), port('', 'UDP'))).toBe(false);
  expect(hostPortsOf(pod({ containers: [taking(80, '0.0.0.0')] }))[0]?.hostIP).toBe('');
});

test('pods that have ended hold nothing', () => {
  const running = pod({ containers: [taking(80)] });
  const ended = pod({ containers: [taking(80)] }, { status: { phase: 'Succeeded' } });
  const holders = portHolders({ all: () => [running, ended] });
  expect(holders.get('a')?.map((holder) => holder.pod)).toEqual([running]);
});
