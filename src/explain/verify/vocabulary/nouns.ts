import { wordsOf } from './words-of.ts';

/** Nouns, in the singular. Computing, containers and Kubernetes, and what one says about them. */
export const NOUNS: ReadonlySet<string> = wordsOf(`
ability absence access accident action activity addition adjustment administrator admission advantage advice affinity
age agent alternative amount analysis annotation answer aspect assignment assumption attempt
attention attribute authentication author authorization authority autoscaler autoscaling availability average backend
backoff back-off bandwidth base basis batch beginning behavior behaviour benefit bit blank block boundary
breakdown bug bunch byte cache calculation candidate capability capacity care cascade case cause caution cell
certificate chain challenge chance change channel character chart choice circumstance claim class clause
clock clue cluster code collection column combination comma command comment communication comparison
compatibility component composition comprehension computation computer concept concern conclusion condition
configuration confirmation conflict confusion connection connectivity consequence constraint construct consumer
consumption container content context contract contrast control controller convention conversion copy core
correction cost count counter creation credential criterion criteria cycle daemon damage data
database date day deadline deadlock decision declaration decrease default defect definition degradation
degree delay deletion demand denial dependency dependencies deployment depth description design desire destination
detail detection developer deviation device diagnosis diagnostics difference difficulty digest digit direction
directory disadvantage discrepancy disk disruption distance distribution document documentation domain doubt
downtime drive driver duplicate duration edge effect effort element emergency encryption end
endpoint engine entity entry entrypoint environment equivalent error eviction evidence exception excess
exchange execution existence exit expectation expiry explanation extension extent external fact factor failure fault
feature field figure file filesystem filter finalizer firewall firmware fix flag flaw flow folder form format
formula fraction fragment frame framework frequency function future gap gate generation goal group growth
guarantee guess guidance handler hardware hash head header heap heartbeat help hint history hook host hostname hour
id identifier identity image impact implementation implication importance improvement inability incident
increase index indication indicator inference influence information infrastructure initialization initialisation input
instability installation instance instant instruction integer integration integrity intent intention interaction
interface interpretation interruption interval investigation invocation isolation issue item iteration job
kernel key keyword kind knowledge label lack language latency layer layout leak legacy length letter level library
lifecycle lifetime limit limitation line link list listener load location lock log logic loop loss
machine maintenance majority management manager manifest manner mapping margin mark match material maximum
meaning means measure mechanism member memory message metadata method metric middle migration minimum minority
minute mismatch mistake mode modification module moment month mount mountpoint name namespace
nature need network node notation note notice notification number object objective obstacle occasion occurrence
offset omission operation operator opinion option ordinal origin outage outcome output overhead overlap
overload override owner ownership package packet parameter parent part partition password past patch
path pattern pause peak peer percentage performance period permission persistence perspective phase
piece place placeholder plan plane platform plugin pod point policy pool port portion position possibility
precedence precondition preemption preference prefix presence pressure priority privilege probability probe
problem procedure process processor producer profile program progress project proof property proportion proposal
protection protocol provider provisioner proxy purpose quality quantity question queue quota quote range rate ratio
reach reaction readiness liveness reason record recovery redundancy reference refusal region registration registry
rejection relation relationship release relevance reliability reminder removal renewal repair repetition replacement
replica replication reply report repository representation request requirement reservation resolution resolver
resource respect response responsibility rest restart restoration restriction result retry return reuse revision
right risk role rollback rollout root round route router routing row rule runtime sake sample sandbox scale
scenario schedule scheduler scheduling schema scope script second secret section segment
segmentation selection selector sense sentence separation sequence series server service session set setting setup
severity shape share shell shortage shutdown side sidecar sign signal signature significance similarity situation
size slash slot socket software solution source space specification speed split stability stack stage standard
startup statement status step stop storage strategy stream strength string structure subject subnet
subpath subset substitute success successor suffix suggestion sum summary supply support surface suspension
switch symptom syntax system table tag taint target task template term termination test text thing
thread threat threshold throughput tick time timeout timer timestamp timezone title token toleration tool
topology total trace tracking traffic transaction transfer transition transport trigger
trouble truth type typo unavailability uncertainty unit update upgrade upper usage use user utilization
utilisation validation value variable variant variation vendor verification version view violation
visibility volume wait warning way webhook week whole width window word work workaround worker workload
write year zone health letter application app security init room agreement architecture backup budget scheme discovery accordance allocation argument arrangement assertion attachment autoscale binary blocker bottleneck
burst checksum cleanup client clone collision comment config consistency constant consumer cordon
crash crashloop creator cron cutoff decline default deletion digest disconnection encoding enforcement exclusion
exhaustion expiration expression feedback foreground group guard handshake harm healthcheck
idea image incompatibility inconsistency inode input interference kubelet lag lookup manifest match
misconfiguration miss mutation notion opportunity orchestrator overcommit overflow overuse oversight
parent passage persistent place-holder policy prerequisite process provision
readout reality reconciliation reduction refusal remainder replicaset rescheduling resize resume
revocation role-binding runner saturation scaling shortfall slowdown spec spelling spike
spot standstill starvation statefulset state subsystem subresource sync tail teardown
throttling tolerance trial turn unit uptime user-space vicinity workflow yaml
`);

/** Nouns that make a compound with the kind before or after them, and so name no object: "pod template", "node selector". */
export const COMPOUND_NOUNS: ReadonlySet<string> = wordsOf(`
template templates spec specification object objects status state name names selector selectors controller controllers
limit limits request requests log logs event events message messages condition conditions field fields key keys label
labels phase count replica replicas probe probes port ports image images command process startup creation deletion
security affinity restart restarts failure failures account accounts reference references mount mounts volume volumes
claim claims address addresses group resources resource memory cpu capacity runtime level policy network storage disk
scheduling pressure readiness side configuration class classes rule rules backend backends error errors spread
disruption budget instance instances owner definition manifest annotations taint taints worker workload workloads
container containers control plane target admission init application cluster rollout scheduler kubelet system host
registry access data schedule scale metrics traffic endpoint endpoints type types version value values entry list set
pull time usage use work number content contents root part
`);
