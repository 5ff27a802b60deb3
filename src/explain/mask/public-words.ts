import { KIND_NAMES } from '../../kube/kinds.ts';

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ''));
}

/** Names that every cluster has, or that mean the machine itself: they tell nothing, and an explanation needs them. */
export const PUBLIC_NAMES = words(`
default kube-system kube-public kube-node-lease kubernetes kube-root-ca.crt kube-dns coredns etcd kube-proxy kubelet
kube-apiserver kube-scheduler kube-controller-manager default-scheduler cluster.local svc.cluster.local kubernetes.default
kubernetes.default.svc kubernetes.default.svc.cluster.local localhost 127.0.0.1 0.0.0.0 ::1 system:masters
system:anonymous system:authenticated system:unauthenticated true false null none latest
`);

/** Domains of Kubernetes itself, whose names stand before labels, taints and API groups. */
export const PUBLIC_DOMAIN = /^(?:[a-z0-9-]+\.){0,4}(?:kubernetes|k8s)\.io$/;

/** Words with a shape of names in what Kubernetes, its runtimes and kubectl say. */
const API_WORDS = words(`
CrashLoopBackOff ImagePullBackOff ErrImagePull ErrImageNeverPull InvalidImageName ImageInspectError OOMKilled Completed
ContainerCannotRun StartError DeadlineExceeded BackoffLimitExceeded FailedScheduling CreateContainerConfigError
CreateContainerError RunContainerError ContainerCreating PodInitializing FailedCreate FailedCreatePodSandBox FailedMount
FailedAttachVolume FailedKillPod ProbeWarning BackOff NodeLost NotReady NotTriggerScaleUp PodScheduled ContainersReady
PodReadyToStartContainers DisruptionTarget ReplicaFailure ProgressDeadlineExceeded NewReplicaSetAvailable
MinimumReplicasUnavailable MemoryPressure DiskPressure PIDPressure NetworkUnavailable ScalingActive AbleToScale
ScalingLimited FailedGetResourceMetric FailedGetScale SchedulingGated WaitForFirstConsumer ProvisioningFailed
ExternalProvisioning FailedBinding NodeNotReady NodeStatusUnknown KubeletNotReady IfNotPresent OnFailure ClusterIP
NodePort LoadBalancer ExternalName ClusterFirst NoSchedule NoExecute PreferNoSchedule DoNotSchedule ScheduleAnyway
RollingUpdate OnDelete ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod BestEffort RuntimeDefault
ContainerStatusUnknown PodSecurity UnexpectedAdmissionError NamespaceContentRemaining NamespaceFinalizersRemaining
ServiceAccount FailedToRetrieveImagePullSecret SandboxChanged MountVolume.SetUp MountVolume AttachVolume WebSocket
SIGKILL SIGTERM SIGSEGV IPv4 IPv6 HTTP2 TCP4 k8s x86_64 amd64 arm64 OutOfMemoryError NullPointerException TypeError
apiVersion kind metadata spec status namespace labels annotations finalizers ownerReferences uid deletionTimestamp
creationTimestamp generation template selector matchLabels matchExpressions replicas strategy containers initContainers
ephemeralContainers containerStatuses initContainerStatuses ephemeralContainerStatuses state lastState waiting running
terminated reason message exitCode signal startedAt finishedAt restartCount ready started image imageID containerID
imagePullPolicy imagePullSecrets command args env envFrom valueFrom configMapKeyRef secretKeyRef fieldRef ports
containerPort hostPort targetPort nodePort protocol resources limits requests cpu memory ephemeral-storage
livenessProbe readinessProbe startupProbe httpGet tcpSocket exec grpc path port scheme volumes volumeMounts mountPath
subPath persistentVolumeClaim claimName configMap secret secretName emptyDir hostPath projected nodeName nodeSelector
affinity nodeAffinity podAffinity podAntiAffinity tolerations topologySpreadConstraints serviceAccountName
priorityClassName runtimeClassName schedulerName securityContext runAsNonRoot runAsUser readOnlyRootFilesystem
allowPrivilegeEscalation privileged capabilities seccompProfile drop add type conditions phase podIP hostIP qosClass
allocatable capacity taints unschedulable addresses nodeInfo conditionType observedGeneration availableReplicas
readyReplicas updatedReplicas unavailableReplicas currentReplicas desiredReplicas currentHealthy desiredHealthy
disruptionsAllowed expectedPods minAvailable maxUnavailable maxSurge minReplicas maxReplicas scaleTargetRef metrics
storageClassName accessModes volumeName volumeMode provisioner volumeBindingMode reclaimPolicy clusterIP externalName
rules http paths backend service name tls hosts ingressClassName webhooks clientConfig failurePolicy caBundle url
timeoutSeconds schedule suspend concurrencyPolicy jobTemplate backoffLimit activeDeadlineSeconds completions parallelism
failed succeeded active lastScheduleTime hard used data keys serviceName revision collisionCount key value values
operator effect policyTypes ingress egress subsets endpoints targetRef
back-off read-only read-write non-zero non-root no-op pre-stop post-start re-created up-to-date e.g i.e
all-namespaces show-labels custom-columns field-selector all-containers dry-run grace-period ignore-not-found
statuscode serviceaccount and or affinity input output read write request response apps batch policy autoscaling
networking storage scheduling coordination discovery rbac v1 TCP UDP SCTP HTTP HTTPS GET POST PUT HEAD
kubectl get describe logs rollout restart scale edit apply delete patch label annotate taint cordon uncordon drain top
NAME explain create expose set cp port-forward auth can-i events wait diff replace debug attach
`);

const KINDS = new Set(KIND_NAMES.flatMap((name) => [name, `${name}s`]));

/** True for a word of the Kubernetes API or of kubectl, spelt as they spell it. */
export function isApiWord(word: string): boolean {
  return API_WORDS.has(word) || KINDS.has(word) || PUBLIC_DOMAIN.test(word);
}

/** Folders and files that every image or every probe has. */
const PATH_WORDS = words(`
healthz livez readyz ready health live metrics ping status etc tmp dev proc sys var run usr bin sbin lib lib64 local
share opt home root mnt srv sh bash null stdout stderr secrets kubernetes.io serviceaccount token hosts resolv.conf
termination-log pods containers log kubelet v1 v2 api apis passwd
`);

/** True for an absolute path of common folders only. */
export function isPublicPath(path: string): boolean {
  return path.split('/').every((part) => part === '' || PATH_WORDS.has(part));
}
