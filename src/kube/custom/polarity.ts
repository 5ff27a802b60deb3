/** What a condition tells: `good` is bad news when it is False, `bad` when it is True, `neutral` never. */
export type Polarity = 'good' | 'bad' | 'neutral';

type Types = { readonly [type: string]: Polarity };

/** What is known of the conditions of one maker's kinds. */
interface Rule {
  /** Matches the whole group. */
  readonly group: RegExp;
  /** Some of its kinds; all where absent. */
  readonly kinds?: readonly string[];
  readonly types: Types;
  /** True where no other type counts, not even one that means something in general. */
  readonly only?: boolean;
}

/** What these types mean wherever nobody says otherwise. A type that is not known says nothing. */
const GENERAL: Types = {
  Ready: 'good',
  Available: 'good',
  Synced: 'good',
  Healthy: 'good',
  Established: 'good',
  Degraded: 'bad',
  Stalled: 'bad',
  Failed: 'bad',
};

/** The first rule that fits the group and the kind, and that knows the type, counts. */
const RULES: readonly Rule[] = [
  // Crossplane: what is Synced has been sent, what is Ready has been made.
  {
    group: /^pkg\.crossplane\.io$/,
    kinds: ['ConfigurationRevision', 'FunctionRevision', 'ProviderRevision'],
    types: { Healthy: 'good', RevisionHealthy: 'good', RuntimeHealthy: 'good' },
    only: true,
  },
  { group: /^pkg\.crossplane\.io$/, types: { Installed: 'good', Healthy: 'good' }, only: true },
  {
    group: /(^|\.)(crossplane|upbound)\.io$/,
    types: { Responsive: 'good', Offered: 'good', LastAsyncOperation: 'good' },
  },
  // Cluster API sums everything up in these; the others tell of steps.
  {
    group: /(^|\.)cluster\.x-k8s\.io$/,
    types: { Ready: 'good', Available: 'good', HealthCheckSucceeded: 'good', Degraded: 'bad' },
    only: true,
  },
  // A Rollout is neither healthy nor complete for as long as a step of it waits for somebody.
  {
    group: /^argoproj\.io$/,
    kinds: ['Rollout'],
    types: { Available: 'good', Progressing: 'good', InvalidSpec: 'bad' },
    only: true,
  },
  {
    group: /^argoproj\.io$/,
    kinds: ['ApplicationSet'],
    types: { ErrorOccurred: 'bad', ParametersGenerated: 'good' },
    only: true,
  },
  // The runs of Argo Workflows are jobs: what failed stays as a record.
  { group: /^argoproj\.io$/, kinds: ['Workflow', 'CronWorkflow'], types: { SpecError: 'bad' }, only: true },
  // Knative scales to zero: a revision without traffic is not active, and its inner parts are not ready.
  {
    group: /^serving\.knative\.dev$/,
    kinds: ['Configuration', 'DomainMapping', 'Route', 'Service'],
    types: { Ready: 'good' },
    only: true,
  },
  { group: /^(serving|.*\.internal)\.knative\.dev$/, types: {}, only: true },
  { group: /^postgresql\.cnpg\.io$/, types: { ContinuousArchiving: 'good', LastBackupSucceeded: 'good' } },
  { group: /(^|\.)strimzi\.io$/, types: { NotReady: 'bad', Ready: 'good' }, only: true },
  // Work that waits in a queue is where it belongs; a queue that does not work is not.
  {
    group: /^kueue\.x-k8s\.io$/,
    kinds: ['AdmissionCheck', 'ClusterQueue', 'LocalQueue'],
    types: { Active: 'good' },
    only: true,
  },
  { group: /^kueue\.x-k8s\.io$/, types: {}, only: true },
  { group: /(^|\.)karpenter\.(sh|k8s\.aws|azure\.com)$/, types: { Ready: 'good' }, only: true },
  { group: /(^|\.)istio\.io$/, types: { Reconciled: 'good', Ready: 'good' }, only: true },
  { group: /^config\.openshift\.io$/, types: { Failing: 'bad' } },
  // A virtual machine that was stopped is not ready, and shall not be.
  {
    group: /(^|\.)kubevirt\.io$/,
    kinds: ['VirtualMachine', 'VirtualMachineInstance'],
    types: { Failure: 'bad' },
    only: true,
  },
  // Runs: their outcome is a record.
  {
    group: /^(tekton\.dev|batch\.volcano\.sh|kubeflow\.org|sparkoperator\.k8s\.io|jobset\.x-k8s\.io)$/,
    types: {},
    only: true,
  },
  { group: /^operators\.coreos\.com$/, types: {}, only: true },
];

/** What a condition of this type tells on objects of this kind. */
export function polarityOf(group: string, kind: string, type: string): Polarity {
  for (const rule of RULES) {
    if (!rule.group.test(group) || (rule.kinds !== undefined && !rule.kinds.includes(kind))) continue;
    const known = rule.types[type];
    if (known !== undefined) return known;
    if (rule.only) return 'neutral';
  }
  return Object.hasOwn(GENERAL, type) ? (GENERAL[type] ?? 'neutral') : 'neutral';
}

/** Phases that tell of trouble, of kinds that have no condition for it: Velero's. */
const BAD_PHASES: readonly {
  readonly group: RegExp;
  readonly kinds: readonly string[];
  readonly phases: readonly string[];
}[] = [
  { group: /^velero\.io$/, kinds: ['BackupStorageLocation'], phases: ['Unavailable'] },
  { group: /^velero\.io$/, kinds: ['BackupRepository'], phases: ['NotReady'] },
  { group: /^velero\.io$/, kinds: ['Schedule'], phases: ['FailedValidation'] },
];

/** True for a phase that tells of trouble by itself. */
export function isBadPhase(group: string, kind: string, phase: string): boolean {
  return BAD_PHASES.some((one) => one.group.test(group) && one.kinds.includes(kind) && one.phases.includes(phase));
}
