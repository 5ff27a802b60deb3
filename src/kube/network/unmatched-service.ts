import { controllerOf } from '../owners.ts';
import { isActive } from '../pods.ts';
import { type Labels, labelsMatch } from '../selectors.ts';
import { templatesIn } from '../workloads/templates.ts';
import type { Service, ServiceSurroundings } from './service-outage.ts';

/**
 * Names of the control plane's own parts, whose pods a managed cluster does not show: monitoring charts make a headless
 * Service for each of them, everywhere.
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
const CONTROL_PLANE = /^(etcd|kube-(apiserver|controller-manager|scheduler|proxy|dns)|coredns)$/;

/**
 * True where a selector that matches nothing is no fault: an operator's Service, a control plane that is hidden, a
 * label that moves from pod to pod.
 */
export function mayMatchNothing(service: Service, view: ServiceSurroundings): boolean {
  if (controllerOf(service) !== undefined) return true;
  const { namespace = '' } = service.metadata;
  const selector = service.spec?.selector ?? {};
  const ofControlPlane = Object.values(selector).some((value) => CONTROL_PLANE.test(value ?? ''));
  return (service.spec?.clusterIP === 'None' && ofControlPlane) || namesMovingLabel(selector, namespace, view);
}

/**
 * True if pods have all the labels but one, and carry that one with another value that no template sets: programs
 * elect a leader and mark its pod, so `role=replica` selects nothing while a database has a single member.
 */
function namesMovingLabel(selector: Labels, namespace: string, view: ServiceSurroundings): boolean {
  return Object.keys(selector).some((key) => {
    const { [key]: _, ...others } = selector;
    const marked = view
      .selectByLabels('Pod', namespace, others)
      .some((pod) => isActive(pod) && pod.metadata.labels?.[key] !== undefined);
    return marked && !templatesIn(namespace, view).some(({ labels }) => key in labels && labelsMatch(others, labels));
  });
}
