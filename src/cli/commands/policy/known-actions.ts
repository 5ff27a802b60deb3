import type { Action } from '../../../remedy/action.ts';
import { configRestore } from '../../../remedy/actions/config-restore.ts';
import { configmapRecreate } from '../../../remedy/actions/configmap-recreate.ts';
import { cronjobResume } from '../../../remedy/actions/cronjob-resume.ts';
import { cronjobSuspend } from '../../../remedy/actions/cronjob-suspend.ts';
import { cronjobTrigger } from '../../../remedy/actions/cronjob-trigger.ts';
import { finalizerRemove } from '../../../remedy/actions/finalizer-remove.ts';
import { hpaAdjust } from '../../../remedy/actions/hpa-adjust.ts';
import { imageSet } from '../../../remedy/actions/image-set.ts';
import { jobDelete } from '../../../remedy/actions/job-delete.ts';
import { jobRetry } from '../../../remedy/actions/job-retry.ts';
import { manifestApply } from '../../../remedy/actions/manifest-apply.ts';
import { metaAnnotate } from '../../../remedy/actions/meta-annotate.ts';
import { metaLabel } from '../../../remedy/actions/meta-label.ts';
import { namespaceUnstick } from '../../../remedy/actions/namespace-unstick.ts';
import { networkpolicyAdjust } from '../../../remedy/actions/networkpolicy-adjust.ts';
import { nodeCordon } from '../../../remedy/actions/node-cordon.ts';
import { nodeDrain } from '../../../remedy/actions/node-drain.ts';
import { nodeTaint } from '../../../remedy/actions/node-taint.ts';
import { nodeUncordon } from '../../../remedy/actions/node-uncordon.ts';
import { nodeUntaint } from '../../../remedy/actions/node-untaint.ts';
import { notify } from '../../../remedy/actions/notify.ts';
import { objectDelete } from '../../../remedy/actions/object-delete.ts';
import { patch } from '../../../remedy/actions/patch.ts';
import { pdbAdjust } from '../../../remedy/actions/pdb-adjust.ts';
import { podDelete } from '../../../remedy/actions/pod-delete.ts';
import { podEvict } from '../../../remedy/actions/pod-evict.ts';
import { podResize } from '../../../remedy/actions/pod-resize.ts';
import { probeAdjust } from '../../../remedy/actions/probe-adjust.ts';
import { pullsecretAttach } from '../../../remedy/actions/pullsecret-attach.ts';
import { pvcExpand } from '../../../remedy/actions/pvc-expand.ts';
import { quotaAdjust } from '../../../remedy/actions/quota-adjust.ts';
import { rbacGrant } from '../../../remedy/actions/rbac-grant.ts';
import { resourcesBump } from '../../../remedy/actions/resources-bump.ts';
import { resourcesSet } from '../../../remedy/actions/resources-set.ts';
import { rolloutPause } from '../../../remedy/actions/rollout-pause.ts';
import { rolloutRestart } from '../../../remedy/actions/rollout-restart.ts';
import { rolloutResume } from '../../../remedy/actions/rollout-resume.ts';
import { rolloutUndo } from '../../../remedy/actions/rollout-undo.ts';
import { scale } from '../../../remedy/actions/scale.ts';
import { serviceFix } from '../../../remedy/actions/service-fix.ts';
import { storageEdit } from '../../../remedy/actions/storage-edit.ts';
import { webhookCall } from '../../../remedy/actions/webhook-call.ts';
import { webhookDisable } from '../../../remedy/actions/webhook-disable.ts';

/** The actions that a policy may name. */
export const KNOWN_ACTIONS: readonly Action[] = [
  configRestore,
  configmapRecreate,
  cronjobResume,
  cronjobSuspend,
  cronjobTrigger,
  finalizerRemove,
  hpaAdjust,
  imageSet,
  jobDelete,
  jobRetry,
  manifestApply,
  metaAnnotate,
  metaLabel,
  namespaceUnstick,
  networkpolicyAdjust,
  nodeCordon,
  nodeDrain,
  nodeTaint,
  nodeUncordon,
  nodeUntaint,
  notify,
  objectDelete,
  patch,
  pdbAdjust,
  podDelete,
  podEvict,
  podResize,
  probeAdjust,
  pullsecretAttach,
  pvcExpand,
  quotaAdjust,
  rbacGrant,
  resourcesBump,
  resourcesSet,
  rolloutPause,
  rolloutRestart,
  rolloutResume,
  rolloutUndo,
  scale,
  serviceFix,
  storageEdit,
  webhookCall,
  webhookDisable,
];
