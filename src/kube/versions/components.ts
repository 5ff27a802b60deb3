import type { ObjectOf, Pod } from '../object.ts';
import { minorOf, oldestAllowed } from './minors.ts';

/** What a pod of kube-system is a part of, by the labels that kubeadm and its likes give. */
export interface Component {
  readonly name: string;
  /** Of its image, like `v1.34.4`. */
  readonly version: string;
  readonly minor: number;
  readonly image: string;
}

const COMPONENTS: ReadonlySet<string> = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);

/** The component that a pod runs, if its image tells the version. */
export function componentOf(pod: Pod): Component | undefined {
  const { namespace, labels } = pod.metadata;
  if (namespace !== 'kube-system' || labels === undefined) return undefined;
  const { component, 'k8s-app': app } = labels;
  const name = component !== undefined && COMPONENTS.has(component) ? component : app;
  if (name !== 'kube-proxy' && !COMPONENTS.has(name ?? '')) return undefined;
  const image = pod.spec?.containers?.find((container) => container.name === name)?.image ?? '';
  const version = /:(v1\.\d+\.\d+)/.exec(image)?.[1];
  const minor = minorOf(version);
  return name === undefined || version === undefined || minor === undefined
    ? undefined
    : { name, version, minor, image };
}

interface ControlPlaneView {
  all(kind: 'ControlPlane'): readonly ObjectOf<'ControlPlane'>[];
  inNamespace(kind: 'Pod', namespace: string): readonly Pod[];
}

/** The newest version that any API server of the cluster has: while a control plane is upgraded, there are two. */
export function newestServer(view: ControlPlaneView): { readonly version: string; readonly minor: number } | undefined {
  const answered = view.all('ControlPlane').flatMap(({ version = '' }) => version);
  const running = view.inNamespace('Pod', 'kube-system').flatMap((pod) => {
    const component = componentOf(pod);
    return component?.name === 'kube-apiserver' ? [component.version] : [];
  });
  return [...answered, ...running]
    .flatMap((version) => {
      const minor = minorOf(version);
      return minor === undefined ? [] : [{ version, minor }];
    })
    .sort((left, right) => right.minor - left.minor)[0];
}

/**
 * How a component's version stands to that of the newest API server: `newer` than may be, `older` than may be, or in order.
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export function skewOf(
  { name, minor }: Pick<Component, 'name' | 'minor'>,
  serverMinor: number,
): 'newer' | 'older' | null {
  if (minor > serverMinor) return 'newer';
  const oldest = name === 'kube-proxy' || name === 'kubelet' ? oldestAllowed(serverMinor) : serverMinor - 1;
  return minor < oldest ? 'older' : null;
}
