import type { PolicyTemplate } from './template.ts';

export const failedJobRetry: PolicyTemplate = {
  name: 'failed-job-retry',
  title: 'a failed Job that no CronJob will run again is run once more',
  text: `# A failed Job is run once more as a copy. The Job of a CronJob is left alone: its next run comes by itself.
apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata:
  name: failed-job-retry
spec:
  mode: Propose
  targets:
    - {apiVersion: batch/v1, kind: Job}
  when:
    all:
      - id: failed
        finding: {check: job-failed, scope: self}
      - id: nobody-repeats-it
        object: {cel: "!has(target.metadata.ownerReferences)"}
  steps:
    - id: retry
      action: job.retry
      timeout: 1h
      onFailure: Escalate
  fallback:
    - {id: tell, action: notify, params: {channel: oncall}}
  safeguards:
    cooldown: {perTarget: 1d}
    rate: {window: 1h, max: 5}
`,
};
