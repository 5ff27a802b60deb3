import { kindOf } from '../../kube/kinds.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { writtenObject } from '../write.ts';
import { defineGuard } from './define-guard.ts';
import { gitOwnerOf } from './git-owner.ts';
import type { Denial } from './guard.ts';
import type { Manager, OwnershipFacts } from './live-facts.ts';
import { deny, together } from './verdicts.ts';

/** Whoever else sets what is to be changed would set it back: autoscalers, what applies Git, operators. */
export const ownership = defineGuard({
  id: 'ownership',
  title: 'Autoscalers, GitOps and operators',
  on: 'ownership',
  judge: ({ managers, writes, respect }) => {
    // What is new is nobody's yet.
    const objects = writes.filter(({ verb }) => verb !== 'create').map(writtenObject);
    const notes = [
      ...(respect.hpa === 'Act'
        ? managers.map((manager) => `${managerText(manager)}, and the policy acts all the same`)
        : []),
      ...(respect.gitops === 'Act'
        ? objects.flatMap((object) => gitTexts(object)).map((text) => `${text}, and the policy acts all the same`)
        : []),
    ];
    return together(
      [
        ...managers.flatMap((manager) => byManager(manager, respect.hpa)),
        ...objects.flatMap((object) => [...byGit(object, respect.gitops), ...byOperator(object)]),
      ],
      notes.length === 0 ? undefined : notes.join('; '),
    );
  },
});

type Respect = OwnershipFacts['respect'];

function managerText({ ref, manages, object }: Manager): string {
  return `${refText(ref)} sets the ${manages} of ${refText(object)}`;
}

function byManager(manager: Manager, respect: Respect['hpa']): readonly Denial[] {
  if (respect === 'Act') return [];
  const { kind, ref } = manager;
  const routed = {
    hpa: `change its bounds instead: hpa.adjust on ${refText(ref)}`,
    keda: `change the bounds of ${refText(ref)} instead`,
    vpa: `change the bounds of ${refText(ref)}, or set its updateMode to Off`,
  }[kind];
  const more = respect === 'Route' ? { id: 'Route', hint: routed } : { id: 'Managed' };
  return [deny(managerText(manager), more)];
}

/** A pod with a controller has its template's labels; its controller is what Git holds. */
function gitTexts(object: KubeObject): readonly string[] {
  const owner = controllerOf(object) === undefined ? gitOwnerOf(object) : undefined;
  return owner === undefined ? [] : [`${refText(refOf(object))} is applied by ${owner}`];
}

function byGit(object: KubeObject, respect: Respect['gitops']): readonly Denial[] {
  if (respect === 'Act') return [];
  const more =
    respect === 'Propose'
      ? { id: 'GitOps', hint: 'make the change where it is applied from; the plan shows what to change' }
      : { id: 'GitOps' };
  return gitTexts(object).map((text) => deny(text, more));
}

function byOperator(object: KubeObject): readonly Denial[] {
  return (object.metadata.ownerReferences ?? []).flatMap(({ apiVersion = '', kind = '', name = '' }) => {
    if (kindOf(apiVersion, kind) !== undefined || kind === 'ReplicationController') return [];
    const reason = `${refText(refOf(object))} belongs to ${kind} ${name} (${apiVersion}), whose controller may set it back`;
    return [deny(reason, { id: 'Operator', hint: `change ${kind} ${name} instead` })];
  });
}
