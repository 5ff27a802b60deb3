import { TELLING_KINDS } from '../../kind-words.ts';
import { withS } from './inflect.ts';
import { wordsOf } from './words-of.ts';

/** Kinds that are built into Kubernetes and not read by this tool. */
const OTHER_KINDS = wordsOf(`
Binding Endpoints FlowSchema PodTemplate PriorityLevelConfiguration ReplicationController PodSecurity
`);

/**
 * Phases and condition types of one word. Reasons like `OOMKilled` are not here: one that is neither in the evidence
 * nor in the prose of the check is a claim that nothing supports.
 */
const PHASES = wordsOf(`
Error Completed Complete BackOff Failed Pulled Pulling Created Started Killing Scheduled Pending Running Succeeded
Unknown Terminating Terminated Waiting Bound Lost Released Available Active Ready NotReady Progressing Suspended True
False
`);

/** Values and field names of the API, and words of kubectl, that can be named in any text. */
const FIELDS = wordsOf(`
spec status metadata apiVersion restartPolicy restartCount exitCode imagePullPolicy imagePullSecrets nodeSelector
nodeName serviceAccountName livenessProbe readinessProbe startupProbe securityContext resources limits requests
targetPort containerPort initContainers volumeMounts storageClassName accessModes backoffLimit
activeDeadlineSeconds minReplicas maxReplicas minAvailable maxUnavailable scaleTargetRef failurePolicy
ownerReferences finalizers topologySpreadConstraints podAntiAffinity podAffinity nodeAffinity schedulerName
IfNotPresent Always Never OnFailure Recreate RollingUpdate ClusterIP NodePort LoadBalancer ExternalName Retain
`);

/** Abbreviations and proper names that stand for no part of anybody's cluster. */
const ABBREVIATIONS = wordsOf(`
API APIs CPU CPUs DNS TLS HTTP HTTPS TCP UDP IP IPs OOM ID IDs PID PIDs UID URL OS RAM JSON YAML CRD CRDs CNI CSI CRI
PVC PVCs PV PVs HPA HPAs PDB PDBs RBAC UTC OCI SIGKILL SIGTERM SIGSEGV I/O Kubernetes GET POST HEAD NFS POSIX Linux
`);

const EXACT = new Set([...TELLING_KINDS, ...OTHER_KINDS].flatMap((kind) => [kind, withS(kind)]));

/** Short names that are used as words. */
const SHORT = wordsOf('pvc pvcs pv pvs hpa hpas pdb pdbs');

/** Lower-case names of kinds: "pod", "deployments", "persistentvolumeclaim". */
const LOWER_KINDS = new Set([...[...EXACT].map((kind) => kind.toLowerCase()), ...SHORT]);

const LOWER_ABBREVIATIONS = new Set([...ABBREVIATIONS].map((word) => word.toLowerCase()));

/** Words that a kind goes by in prose, beside its own name. */
const PROSE_KINDS = wordsOf(`
container containers workload workloads claim claims volume volumes replica replicas controller controllers
application applications app apps program programs server servers database databases cluster clusters registry
component components team backend backends endpoint endpoints webhook webhooks
`);

/** True for a token of the API's own vocabulary, spelt as the API spells it. */
export function isKubernetesWord(token: string): boolean {
  return EXACT.has(token) || PHASES.has(token) || FIELDS.has(token) || ABBREVIATIONS.has(token);
}

/** True for a common abbreviation in small letters: "cpu", "dns". */
export function isAbbreviation(word: string): boolean {
  return LOWER_ABBREVIATIONS.has(word);
}

/** True for a kind in any case and number. */
export function isKindWord(word: string): boolean {
  return LOWER_KINDS.has(word.toLowerCase());
}

/** True for a word that names of objects stand beside. */
export function isNounOfObjects(word: string): boolean {
  return isKindWord(word) || PROSE_KINDS.has(word.toLowerCase());
}
