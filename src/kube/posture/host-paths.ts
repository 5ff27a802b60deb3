import type { PodSpec } from '../object.ts';
import { inPod, type Offence } from '../security/offence.ts';

/** Sockets of container runtimes: who can write to one has every right on the node. */
const SOCKETS = /\/(containerd|cri-dockerd|crio|docker|dockershim|podman)\.sock$/;
/** Of these, all that is below is as sensitive: who is who on the node, and what its programs are. */
const WHOLE = /^\/(bin|boot|etc|proc|root|sbin|var\/lib\/(containerd|docker|etcd|kubelet|rancher))(\/|$)/;
/** Of these, only the folder itself: below are things of no concern. */
const ITSELF = /^\/(dev|home|lib|sys|usr|var|(var\/)?run(\/(containerd|crio|docker))?|var\/lib)?$/;

/** Volumes of files of the node that decide about the node. */
export function sensitivePaths(spec: PodSpec): readonly Offence[] {
  return hostPaths(spec, (path) => !SOCKETS.test(path) && (WHOLE.test(path) || ITSELF.test(path)));
}

/** Volumes that are the socket of the container runtime. */
export function runtimeSockets(spec: PodSpec): readonly Offence[] {
  return hostPaths(spec, (path) => SOCKETS.test(path));
}

function hostPaths({ volumes = [] }: PodSpec, offends: (path: string) => boolean): readonly Offence[] {
  return volumes.flatMap(({ name = '', hostPath }) => {
    const path = hostPath?.path ?? '';
    const plain = path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
    return plain.startsWith('/') && offends(plain) ? [inPod(`volumes[name=${name}].hostPath.path`, path)] : [];
  });
}
