import { expect, test } from 'vitest';
import { podNodeSelectorUnsatisfiable } from '../../../../src/checks/scheduling/pod-node-selector-unsatisfiable.ts';
import { podTopologySpreadUnsatisfiable } from '../../../../src/checks/scheduling/pod-topology-spread-unsatisfiable.ts';
import { refTo } from '../../../../src/kube/object-ref.ts';

const about = { subject: refTo('Deployment', 'shop', 'web'), object: refTo('Pod', 'shop', 'web-1') };

test('nobody is told to give a node the name of another one', () => {
  const facts = {
    wanted: ['kubernetes.io/hostname=worker-7'],
    missing: ['kubernetes.io/hostname=worker-7'],
    together: false,
    label: 'kubernetes.io/hostname',
    values: ['worker-1'],
    named: 'worker-7',
    similar: ['worker-1'],
    nearest: null,
    nodes: 1,
  };
  const commands = podNodeSelectorUnsatisfiable.fixes(facts, about).map(({ command }) => command);
  expect(commands).toEqual(['kubectl get nodes', 'kubectl edit -n shop deployment/web']);
  const label = podNodeSelectorUnsatisfiable.fixes({ ...facts, named: null }, about).at(-1);
  expect(label?.command).toContain('kubectl label node');
});

test('a larger skew is no advice where no node has the label', () => {
  const facts = { topologyKey: 'zone', maxSkew: 1, minDomains: null, selector: 'app=web', similar: [], others: [] };
  const textsOf = (domains: { domain: string; pods: number; open: boolean }[]) =>
    podTopologySpreadUnsatisfiable
      .fixes({ ...facts, domains }, about)
      .map(({ text }) => text)
      .join('\n');
  expect(textsOf([])).toMatch(/Give the nodes the label zone.*\n.*topologyKey/);
  expect(textsOf([])).not.toContain('maxSkew');
  expect(textsOf([{ domain: 'a', pods: 1, open: false }])).toContain('maxSkew');
});
