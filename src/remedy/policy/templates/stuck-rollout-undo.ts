import type { PolicyTemplate } from './template.ts';

export const stuckRolloutUndo: PolicyTemplate = {
  name: 'stuck-rollout-undo',
  title: 'a rollout that does not come forward is undone, and somebody is told',
  text: `# A rollout that has passed its deadline is undone; whether that helps or not, somebody is told.
apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata:
  name: stuck-rollout-undo
spec:
  mode: Propose
  priority: 150
  targets:
    - {apiVersion: apps/v1, kind: Deployment}
  when:
    all:
      - id: stalled
        finding: {check: deployment-rollout-stalled, scope: self}
      # There is something to go back to.
      - id: not-the-first
        object: {cel: "target.metadata.generation > 1"}
    none:
      # Another revision would meet the same quota and the same webhook.
      - id: refused
        finding: {check: quota-exceeded, scope: self}
      - id: denied
        finding: {check: webhook-denying, scope: self}
      - id: uncalled
        finding: {check: webhook-call-failed, scope: self}
  steps:
    - id: undo
      action: rollout.undo
      params: {toRevision: lastHealthy}
      verify: {rollout: Complete, conditionCleared: [stalled]}
      onFailure: Escalate
    - {id: tell, action: notify, params: {channel: oncall}}
  fallback:
    - {id: escalate, action: notify, params: {channel: oncall}}
  safeguards:
    cooldown: {perTarget: 1h, afterFailure: 6h}
    rate: {window: 1h, max: 4}
`,
};
