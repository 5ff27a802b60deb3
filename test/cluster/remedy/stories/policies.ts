/** A policy that annotates the Deployments of a namespace whatever they are: what stops it is what is tested. */
export function annotating(namespace: string, more: string): string {
  return `apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata: {name: annotate, namespace: ${namespace}}
spec:
  targets: [{apiVersion: apps/v1, kind: Deployment}]
  when: {all: [{id: wanted, object: {cel: "target.spec.replicas >= 0"}}]}
  steps:
    - {id: note, action: meta.annotate, params: {key: mekhanikube.io/note, value: seen}}
${more}`;
}

export const AUTO = `  mode: Auto
  safeguards: {cooldown: {perTarget: 30m}, rate: {window: 1h, max: 4}}
`;
