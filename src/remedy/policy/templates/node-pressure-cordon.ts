import type { PolicyTemplate } from './template.ts';

export const nodePressureCordon: PolicyTemplate = {
  name: 'node-pressure-cordon',
  title: 'a node under pressure takes no new pods, and somebody is told',
  text: `# A node that runs out of memory, disk or process ids takes no new pods, and somebody is told.
apiVersion: mekhanikube.io/v1alpha1
kind: ClusterRemediationPolicy
metadata:
  name: node-pressure-cordon
spec:
  mode: Propose
  priority: 500
  targets:
    - {apiVersion: v1, kind: Node}
  when:
    all:
      - id: pressure
        finding: {check: node-*-pressure, scope: self}
        for: 5m
    none:
      - id: cordoned
        finding: {check: node-cordoned, scope: self}
  steps:
    - id: cordon
      action: node.cordon
      params: {reason: under pressure, minSchedulable: 2}
    - {id: tell, action: notify, params: {channel: oncall}}
  safeguards:
    cooldown: {perTarget: 6h}
    rate: {window: 1h, max: 2}
    # Several nodes at once have a shared cause, and the pods need somewhere to go.
    blastRadius: {maxTargetsPercent: 10, stormThreshold: 2}
  revert: {after: 6h}
`,
};
