import type { PolicyTemplate } from './template.ts';

export const oomMemoryBump: PolicyTemplate = {
  name: 'oom-memory-bump',
  title: 'a container that is killed for its memory gets more, up to a ceiling',
  text: `# A container that is killed for its memory gets half as much again, never more than the ceiling.
apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata:
  name: oom-memory-bump
spec:
  mode: Propose
  priority: 300
  targets:
    - {apiVersion: apps/v1, kind: Deployment}
    - {apiVersion: apps/v1, kind: StatefulSet}
  when:
    all:
      - id: out-of-memory
        finding: {check: container-oom-killed, scope: ownedPods}
  steps:
    - id: bump
      action: resources.bump
      params: {memory: {factor: 1.5, ceiling: 2Gi}}
      timeout: 15m
      verify: {rollout: Complete, conditionCleared: [out-of-memory], for: 5m}
  safeguards:
    # More than twice in a day is a leak: it is not cured with memory.
    cooldown: {perTarget: 6h, afterFailure: 1d}
    rate: {window: 1d, max: 10}
    blastRadius: {maxResourceFactor: 1.5, maxMemory: 2Gi}
`,
};
