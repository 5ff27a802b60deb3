import type { PolicyTemplate } from './template.ts';

export const evictedPodsCleanup: PolicyTemplate = {
  name: 'evicted-pods-cleanup',
  title: 'what is left of evicted pods is deleted',
  text: `# What is left of evicted pods is deleted. The object cannot be brought back, so each deletion waits for a person.
apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata:
  name: evicted-pods-cleanup
spec:
  mode: Approve
  priority: 10
  targets:
    - {apiVersion: v1, kind: Pod}
  when:
    all:
      - id: evicted
        object: {cel: "target.status.phase == 'Failed' && has(target.status.reason) && target.status.reason == 'Evicted'"}
    none:
      # As long as the node is ill, its pods tell why.
      - id: node-pressure
        finding: {check: node-*-pressure, scope: node}
  steps:
    - id: clean
      action: object.delete
      params: {olderThan: 1h}
      onFailure: Stop
  safeguards:
    allowIrreversible: true
    cooldown: {perPolicy: 10m}
    rate: {window: 1h, max: 50}
    # Many at once are what this is for.
    blastRadius: {stormThreshold: 200}
  approval: {expires: 1d}
`,
};
