/**
 * What a sentence can be about, as the beginnings of its words; `=` marks a whole word. One concept is one line: a word
 * of it in the evidence allows all of them, and so does a word behind `<`.
 */
const CONCEPTS = `
memory: memor oom heap swap
leak: leak
disk: disk filesystem inode
cpu: cpu cores processor throttl
load: overload =load =loads =loaded =heavy saturat overwhelm
network: network connect unreach cni bandwidth packet latency dial
dns: dns hostname resolv lookup nslookup
certificate: certificat tls ssl x509 handshake encrypt decrypt https
permission: permission forbid forbad denied deny denies denial rbac privileg access unauthor authori =role =roles
credentials: credential password login token authentic =auth imagepullsecret
probe: =probe =probes probing healthz healthcheck
liveness: liveness
readiness: readiness ready notready unready
startup-probe: startupprobe
quota: quota
limit: limit maximum
request: =request =requests
taint: taint tolerat
affinity: affinit topolog
selector: selector select label
timeout: timeout timed deadline timer
port: =port =ports targetport containerport hostport listen
image: image tag digest layer
registry: registr repositor pull docker
volume: volume mount pvc pv claim persistent
storage: storage < volume persistent
provision: provision csi
backup: backup restor snapshot
secret: secret
configmap: configmap
configuration: configur config misconfig setting
key: key
environment: environment env variable
command: command entrypoint executable binar script shell argument
webhook: webhook admission mutating validating
policy: polic
node: node machine hardware
kubelet: kubelet
scheduler: schedul unschedul placement < nodeselector affinit insufficient
preemption: preempt priorit
gate: gate
rollout: rollout =roll rolls rolled rolling revision progress redeploy
upgrade: upgrad updat =release =releases
rollback: rollback undo revert downgrad
scaling: scal autoscal hpa horizontalpodautoscaler
replica: replica
metric: metric utiliz utilis monitor
eviction: evict drain disruption pdb poddisruptionbudget
cordon: cordon unschedulable
restart: restart reboot
crash: crash
exit: exit terminat
kill: kill sigkill < oomkilled sigterm signal
crashcode: segmentation segfault exception panic trace
delete: delet remov eras wipe wiping destroy finaliz cleanup prune uninstall reclaim
disable: disabl
stop: halt shutdown shut
suspend: suspend =paused resum
cron: cron timezone =zone
job: =job =jobs attempt backofflimit completion
ingress: ingress
service: service
endpoint: endpoint backend < service selector
traffic: traffic rout forward < service ingress endpoint
proxy: prox firewall
gateway: gateway
loadbalancer: loadbalancer balancer balanc
networkpolicy: networkpolic isolat
deployment: deployment
replicaset: replicaset
statefulset: statefulset ordinal
daemonset: daemonset daemon
serviceaccount: serviceaccount account
namespace-end: quarantin
limitrange: limitrange
storageclass: storageclass =class =classes
security: secur compromis attack breach malicious threat vulnerab violat inject
privilege: privilege capabilit =root runas seccomp
runtime: runtime containerd runc sandbox cri
kernel: kernel
database: database =db sql =table transaction =query
cache: cache
queue: queue
gpu: gpu
init: init
sidecar: sidecar
path: =path =paths director =file =files
user: user
owner: owner orphan
log: =log =logs logged
backoff: backoff back-off
corrupt: corrupt damag
bug: bug deadlock exception defect
broken: =broken =broke faulty malfunction
down: =down offline outage downtime dead
exhausted: exhaust =full overflow shortage < exceeded quota insufficient
expired: expir renew outdated obsolete deprecat
version: version compatib incompatib
dependency: dependenc
clock: clock
power: power firmware
api: api apiservice
plugin: plugin driver
component: operator vendor provider cloud
lost: lost loses loss
duplicate: duplicat conflict ambig
traffic-size: burst spike peak
architecture: architectur
replace: replac recreat
change: migrat rename
`;

interface Concept {
  readonly words: RegExp;
  /** What the evidence must have. */
  readonly support: RegExp;
}

function anyOf(stems: string): RegExp {
  const patterns = stems
    .trim()
    .split(/\s+/u)
    .map((stem) => (stem.startsWith('=') ? `${stem.slice(1)}\\b` : `${stem}\\S*`));
  return new RegExp(`(?<![a-z-])(?:${patterns.join('|')})`, 'u');
}

function conceptOf(line: string): Concept {
  const [, stems = ''] = line.split(': ');
  const [words = '', others = ''] = stems.split(' < ');
  return { words: anyOf(words), support: anyOf(`${words} ${others}`) };
}

const TABLE: readonly Concept[] = CONCEPTS.trim().split('\n').map(conceptOf);

/** The first concept that a sentence speaks of and the subject does not; null where all are shared. Lower-case texts. */
export function foreignConcept(sentence: string, subject: string): string | null {
  for (const { words, support } of TABLE) {
    const word = words.exec(sentence)?.[0];
    if (word !== undefined && !support.test(subject)) return word;
  }
  return null;
}

/** Parts that are at fault in a claim of fact: "a firewall blocks it" is no more than possible where only we say the word. */
const FAULTS = new Set(
  `memory leak disk cpu load network dns certificate permission credentials quota timeout volume webhook policy preemption
  upgrade rollback crashcode delete disable stop loadbalancer networkpolicy security privilege database cache queue
  gpu corrupt bug broken down exhausted expired version dependency clock power component lost duplicate traffic-size
  architecture change proxy user`.split(/\s+/u),
);

const FAULT_TABLE = CONCEPTS.trim()
  .split('\n')
  .filter((line) => FAULTS.has(line.split(': ')[0] ?? ''))
  .map(conceptOf);

/** The first fault that a sentence speaks of and nothing seen does; null where there is none. Lower-case texts. */
export function unseenFault(sentence: string, seen: string): string | null {
  for (const { words, support } of FAULT_TABLE) {
    const word = words.exec(sentence)?.[0];
    if (word !== undefined && !support.test(seen)) return word;
  }
  return null;
}
