import type { Finding } from '../../findings/finding.ts';
import { kindOf } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import { type ObjectRef, refKey, refTo } from '../../kube/object-ref.ts';
import type { RelationWord } from '../../kube/relations/relation.ts';
import type { View } from '../../snapshot/view.ts';
import type { Role } from './picture.ts';

/** An object on the way to the picture. */
export interface Thing {
  readonly ref: ObjectRef;
  readonly role: Role;
  /** What a check said of it as a symptom: objects that suffer differently are not alike. */
  readonly saying: string;
  readonly missing: boolean;
}

/** Between two things, by their keys. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly word: RelationWord;
}

/** The objects of a finding before they are put into boxes, by the keys of their references; the cause first. */
export interface Scene {
  readonly things: Map<string, Thing>;
  readonly links: Map<string, Link>;
  /** How many objects of the finding were not taken in. */
  left: number;
}

/** Of each role: a thousand pods that crash alike look like a hundred of them. */
export const MOST_OF_A_ROLE = 100;

/** Facts that name an object of the subject's namespace that no evidence points at: who refuses is read in a message. */
const NAMED_IN_FACTS = [
  ['quota', 'ResourceQuota'],
  ['limitRange', 'LimitRange'],
] as const;

/** The objects that a finding names, unrelated yet. */
export function sceneOf(finding: Finding, view: View<Kind>): Scene {
  const scene: Scene = { things: new Map(), links: new Map(), left: 0 };
  const add = (ref: ObjectRef, role: Role, saying = ''): void => put(scene, view, ref, role, saying);
  const some = <T>(items: readonly T[]): readonly T[] => {
    scene.left += Math.max(0, items.length - MOST_OF_A_ROLE);
    return items.slice(0, MOST_OF_A_ROLE);
  };
  add(finding.subject, 'cause');
  for (const { subject } of some(finding.causes)) add(subject, 'other');
  for (const { subject, check } of some(finding.symptoms)) add(subject, 'symptom', check);
  for (const ref of some(finding.members)) add(ref, 'member');
  for (const { object } of some(finding.evidence)) if (object.kind !== 'Event') add(object, 'context');
  for (const [fact, kind] of NAMED_IN_FACTS) {
    const name = finding.facts[fact];
    const { namespace } = finding.subject;
    if (typeof name === 'string' && view.get(kind, namespace, name).state !== 'missing') {
      add(refTo(kind, namespace, name), 'context');
    }
  }
  return scene;
}

/** Adds an object, unless it is there in another role already. */
export function put(scene: Scene, view: View<Kind>, ref: ObjectRef, role: Role, saying = ''): void {
  const key = refKey(ref);
  if (scene.things.has(key)) return;
  const info = kindOf(ref.apiVersion, ref.kind);
  const missing = info !== undefined && view.get(info.kind, ref.namespace, ref.name).state === 'missing';
  scene.things.set(key, { ref, role, saying, missing });
}

/** Links two things, once for each word. */
export function link(scene: Scene, from: string, to: string, word: RelationWord): void {
  if (from !== to) scene.links.set(`${from}\0${to}\0${word}`, { from, to, word });
}
