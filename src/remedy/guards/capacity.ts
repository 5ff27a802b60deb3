import { amountText } from '../../kube/amounts.ts';
import { fitWithin, placementAmong } from '../../kube/scheduling/node-fit.ts';
import { noNodeText, wantedText } from '../../kube/scheduling/shortage.ts';
import { taintText } from '../../kube/scheduling/tolerations.ts';
import { defineGuard } from './define-guard.ts';
import type { Verdict } from './guard.ts';
import type { CapacityFacts } from './live-facts.ts';
import { allow, deny } from './verdicts.ts';

/** A new pod has a place to go. */
export const capacity = defineGuard({
  id: 'capacity',
  title: 'Room for a new pod on a node',
  on: 'capacity',
  judge: ({ need, nodes, respect }): Verdict => {
    if (!respect) return allow('the policy does not look at the room on nodes');
    if (need === null) return allow();
    return judgeNeed(need, nodes);
  },
});

function judgeNeed(need: NonNullable<CapacityFacts['need']>, nodes: CapacityFacts['nodes']): Verdict {
  if (nodes.length === 0) return no('there is no node');
  const fit = fitWithin(placementAmong(nodes, need), need.requests);
  const [first] = fit.nodes;
  const resources = [...need.requests].filter(([resource]) => resource !== 'pods');
  const asks = resources.map(([resource, amount]) => `${amountText(resource, amount)} ${resource}`).join(', ');
  switch (fit.stage) {
    case 'none':
      // Where nobody knows what a node has, everything seems to fit.
      return fit.nodes.every(({ allocatable }) => allocatable === null)
        ? no(`nobody knows what ${first?.name ?? 'the node'} has room for`)
        : allow(`a new pod (${asks === '' ? 'no requests' : asks}) has room on ${first?.name ?? 'a node'}`);
    case 'selector':
      return no('no node is what the selector and the affinity of the pod ask for');
    case 'taint':
      return no(`the pod tolerates no taint of these: ${fit.taints.map(({ taint }) => taintText(taint)).join(', ')}`);
    case 'state':
      return no(`every node that it fits on takes no pods now: ${fit.nodes.map(({ name }) => name).join(', ')}`);
    case 'size':
    case 'room': {
      const { short } = fit.shortages;
      const most = short.map(({ resource, most: left, node }) => `${node} has at most ${left} ${resource}`).join(', ');
      const left = fit.stage === 'room' ? ' left' : '';
      return no(
        `${noNodeText(fit.nodes.length, nodes.length)} has room for a new pod of ${wantedText(short)}: ${most}${left}`,
      );
    }
  }
}

function no(reason: string): Verdict {
  return deny(reason, { id: 'NoCapacity', hint: 'add room, or ask for less' });
}
