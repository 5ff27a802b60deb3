import type { PolicyTemplate } from './template.ts';

export const crashLoopRollback: PolicyTemplate = {
  name: 'crash-loop-rollback',
  title: 'a Deployment whose pods crash after a rollout goes back to its last healthy revision',
  text: `# A Deployment whose pods crash after a rollout goes back to the last revision that has a ready pod.
apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata:
  name: crash-loop-rollback
spec:
  # Propose shows the plan and writes nothing; Approve waits for a person; Auto acts.
  mode: Propose
  priority: 200
  targets:
    - apiVersion: apps/v1
      kind: Deployment
      exclude: {names: ["*-canary"]}
  when:
    all:
      - id: crash
        finding: {check: pod-crash-loop, minSeverity: high, scope: ownedPods}
        for: 3m
      - id: rolled-out
        object: {cel: "target.metadata.generation > 1 && target.status.observedGeneration == target.metadata.generation"}
    none:
      # Crashing for want of memory is not the fault of the revision, and neither is a sick node.
      - id: out-of-memory
        finding: {check: container-oom-killed, scope: ownedPods}
      - id: node-pressure
        finding: {check: node-*-pressure, scope: node}
  steps:
    - id: undo
      action: rollout.undo
      params: {toRevision: lastHealthy}
      verify: {rollout: Complete, conditionCleared: [crash], for: 2m, noNewFindings: high}
  fallback:
    - {id: tell, action: notify, params: {channel: oncall}}
  safeguards:
    cooldown: {perTarget: 30m, afterFailure: 2h}
    rate: {window: 1h, max: 4}
`,
};
