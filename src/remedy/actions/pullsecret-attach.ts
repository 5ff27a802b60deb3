import { z } from 'zod';
import type { KubeObject } from '../../kube/object.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, type Proposal, type Refusal, refused } from '../action.ts';
import { verifyField } from '../workloads/read-back.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import {
  lookAtRollout,
  proposeTemplateChange,
  ROLLOUT_PARAMS,
  type RolloutFacts,
} from '../workloads/template-change.ts';
import { ROLLOUT_RIGHTS, right, targetAs, textOf, WORKLOAD_KINDS, workloadOf } from '../workloads/workload.ts';
import { named, type Segment } from '../write.ts';

const params = z.strictObject({
  secret: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, { message: 'must be the name of a Secret' })
    .describe('the Secret of type kubernetes.io/dockerconfigjson, in the same namespace'),
  ...ROLLOUT_PARAMS,
});
type Params = z.infer<typeof params>;

export const pullsecretAttach = defineAction({
  id: 'pullsecret.attach',
  title: 'Name a pull secret',
  on: ['ServiceAccount', ...WORKLOAD_KINDS],
  risk: 'R3',
  rights: [...ROLLOUT_RIGHTS, right('', 'serviceaccounts', 'patch')],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/',
  params,
  example: { secret: 'registry-login' },
  look: async ({ target, reader }) => (isOf(target, 'ServiceAccount') ? null : lookAtRollout({ target, reader })),
  propose: ({ target, params, facts }) =>
    facts === null ? proposeForAccount(target, params) : proposeForTemplate(target, params, facts),
  verify: (verifying) => {
    const { target, params, reader } = verifying;
    if (!isOf(target, 'ServiceAccount')) return rolloutProgress(verifying);
    const holds = (live: KubeObject) => hasEntry(targetAs('ServiceAccount', live).imagePullSecrets, params.secret);
    return verifyField(target, reader, holds, 'imagePullSecrets');
  },
});

/** No Secret is ever read: not even whether it exists. */
const NOT_READ = 'whether the Secret exists, and is one for a registry, is not looked up: Secrets are not read';

function proposeForAccount(target: KubeObject, { secret }: Params): Proposal {
  const account = targetAs('ServiceAccount', target);
  const reasons = entryRefusals(account.imagePullSecrets, secret, target);
  if (reasons.length > 0) return refused(...reasons);
  return {
    state: 'proposed',
    summary: `attach pull secret ${secret} to ${textOf(target)}`,
    risk: 'R2',
    writes: [{ verb: 'patch', before: target, edits: [edit(['imagePullSecrets'], secret)] }],
    effects: { podsDisrupted: 0 },
    wayBack: 'Only this entry is taken away again',
    notes: [NOT_READ, 'only pods that are made from now on get it, and only those that name no pull secret themselves'],
  };
}

function proposeForTemplate(target: KubeObject, params: Params, facts: RolloutFacts): Proposal {
  const workload = workloadOf(target);
  const spec = workload.spec?.template?.spec ?? {};
  return proposeTemplateChange({
    workload,
    facts,
    edits: [edit(['spec', 'template', 'spec', 'imagePullSecrets'], params.secret)],
    after: spec,
    deleteStuckPods: params.deleteStuckPods === true,
    refusals: entryRefusals(spec.imagePullSecrets, params.secret, target),
    summary: `attach pull secret ${params.secret} to the pods of ${textOf(target)}`,
    wayBack: 'Only this entry is taken away again, which replaces the pods once more',
    notes: [
      NOT_READ,
      ...(spec.imagePullSecrets?.length
        ? []
        : ['the pods do not get the pull secrets of their ServiceAccount any more']),
    ],
  });
}

function edit(list: readonly Segment[], secret: string) {
  return { path: [...list, named(secret)], value: { name: secret } };
}

type Entries = readonly { readonly name?: string | undefined }[] | undefined;

function hasEntry(entries: Entries, secret: string): boolean {
  return (entries ?? []).some(({ name }) => name === secret);
}

function entryRefusals(entries: Entries, secret: string, target: KubeObject): readonly Refusal[] {
  if (!hasEntry(entries, secret)) return [];
  return [{ id: 'attached-already', reason: `${textOf(target)} names pull secret ${secret} already` }];
}
