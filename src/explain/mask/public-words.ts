import { words } from './word-list.ts';

/** Names that every cluster has, or that mean the machine itself: they tell nothing, and an explanation needs them. */
export const PUBLIC_NAMES = words(`
default kube-system kube-public kube-node-lease kubernetes kube-root-ca.crt kube-dns coredns etcd kube-proxy kubelet
kube-apiserver kube-scheduler kube-controller-manager default-scheduler cluster.local svc.cluster.local kubernetes.default
kubernetes.default.svc kubernetes.default.svc.cluster.local localhost 127.0.0.1 0.0.0.0 ::1 system:masters
system:anonymous system:authenticated system:unauthenticated true false null none nil None latest
cpu memory storage ephemeral-storage requests.cpu requests.memory requests.storage
requests.ephemeral-storage limits.cpu limits.memory limits.ephemeral-storage pods count/pods hugepages-1Gi hugepages-2Mi nvidia.com nvidia.com/gpu amd.com/gpu
tcp udp sctp http https http2 grpc h2c ws wss TCP UDP SCTP HTTP HTTPS HTTP2 app app.kubernetes.io/name metrics-server
restricted baseline privileged sh bash /bin/sh /bin/bash tls.crt tls.key ca.crt
`);

/** Domains of Kubernetes itself, whose names stand before labels, taints and API groups. */
export const PUBLIC_DOMAIN = /^(?:[a-z0-9-]+\.){0,4}(?:kubernetes|k8s)\.io$/;

/** Folders and files that every image or every probe has. */
const PATH_WORDS = words(`
healthz livez readyz ready health live startup healthcheck metrics ping status etc tmp dev proc sys var run usr bin sbin lib lib64 local
share opt home root mnt srv sh bash null stdout stderr secrets kubernetes.io serviceaccount token hosts resolv.conf
termination-log pods containers log kubelet v1 v2 api apis passwd
`);

/** True for an absolute path of common folders only. */
export function isPublicPath(path: string): boolean {
  return path.split('/').every((part) => part === '' || PATH_WORDS.has(part));
}
