import { parseImage } from '../images/image-reference.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { isActive } from '../pods.ts';

/** An Ingress controller that runs in pods, as far as its image tells. */
export interface IngressController {
  readonly name: string;
  /** Matches the repository of its image, wherever it is mirrored. */
  readonly image: RegExp;
  /** True where one proxy serves all Ingresses, so that two of them can claim the same route. */
  readonly together: boolean;
}

/** Known controllers, by `spec.controller` of their class. All others may run outside the cluster. */
const CONTROLLERS: readonly (readonly [RegExp, IngressController])[] = [
  [
    /^k8s\.io\/(?:[a-z0-9-]+-)?ingress-nginx(?:-[a-z0-9-]+)?$/,
    { name: 'ingress-nginx', image: /ingress-nginx|nginx-ingress-controller/, together: true },
  ],
  [/^nginx\.org\/ingress-controller$/, { name: 'NGINX Ingress Controller', image: /nginx.*ingress/, together: true }],
  [/^traefik\.io\/ingress-controller$/, { name: 'Traefik', image: /traefik/, together: true }],
  [
    /^haproxy(?:-ingress\.github\.io\/controller|\.org\/ingress-controller)/,
    { name: 'HAProxy', image: /haproxy|kubernetes-ingress/, together: true },
  ],
  [/^projectcontour\.io\//, { name: 'Contour', image: /contour/, together: true }],
  [
    /^ingress-controllers\.konghq\.com\//,
    { name: 'Kong', image: /kong|kubernetes-ingress-controller/, together: true },
  ],
  [
    /^ingress\.k8s\.aws\/alb$/,
    { name: 'AWS Load Balancer Controller', image: /load-balancer-controller|alb-ingress/, together: false },
  ],
];

/** The controller of a class, where it is one that runs in pods of a known image. */
export function controllerNamed(controller: string | undefined): IngressController | undefined {
  return CONTROLLERS.find(([pattern]) => pattern.test(controller ?? ''))?.[1];
}

/** The image that makes a pod one of a controller's; undefined for any other pod. */
export function controllerImage(
  { spec }: { readonly spec?: Pod['spec'] | undefined },
  { image }: IngressController,
): string | undefined {
  const images = (spec?.containers ?? []).flatMap((container) => container.image ?? []);
  return images.find((one) => image.test(parseImage(one)?.repository ?? one));
}

/** The pods of the controllers that run, by controller; for `view.shared`. */
export function controllerPods(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlyMap<string, readonly Pod[]> {
  const found = new Map<string, Pod[]>();
  const known = new Map<string, string | null>();
  for (const pod of view.all('Pod')) {
    const key = (pod.spec?.containers ?? []).map(({ image }) => image ?? '').join(' ');
    let name = known.get(key);
    if (name === undefined) {
      name = CONTROLLERS.find(([, controller]) => controllerImage(pod, controller) !== undefined)?.[1].name ?? null;
      known.set(key, name);
    }
    if (name === null || !isActive(pod)) continue;
    const pods = found.get(name);
    if (pods === undefined) found.set(name, [pod]);
    else pods.push(pod);
  }
  return found;
}

interface Workloads {
  all<T extends 'Deployment' | 'DaemonSet'>(kind: T): readonly ObjectOf<T>[];
}

/** The workload that runs each controller, or is to; for `view.shared`. */
export function controllerWorkloads(view: Workloads): ReadonlyMap<string, ObjectOf<'Deployment' | 'DaemonSet'>> {
  const found = new Map<string, ObjectOf<'Deployment' | 'DaemonSet'>>();
  for (const workload of [...view.all('DaemonSet'), ...view.all('Deployment')]) {
    for (const [, controller] of CONTROLLERS) {
      const template = { spec: workload.spec?.template?.spec };
      if (controllerImage(template, controller) !== undefined) found.set(controller.name, workload);
    }
  }
  return found;
}
