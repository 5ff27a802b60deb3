import { listText } from '../../base/list-text.ts';
import { globMatches } from '../../kube/glob.ts';
import { type ObjectRef, refText } from '../../kube/object-ref.ts';
import { defineGuard } from './define-guard.ts';
import type { AllowListFacts } from './facts.ts';
import type { Denial } from './guard.ts';
import { deny, together } from './verdicts.ts';

/** Only listed actions, and only in listed namespaces. */
export const allowList = defineGuard({
  id: 'allow-list',
  title: 'Namespaces and actions that are allowed',
  on: 'allowList',
  judge: ({ action, objects, lists }) =>
    lists.length === 0
      ? deny('nothing says which actions and namespaces are allowed')
      : together(lists.flatMap((list) => [...byAction(action, list), ...byNamespace(objects, list)])),
});

type List = AllowListFacts['lists'][number];

function byAction(action: string, { of, allow }: List): readonly Denial[] {
  if (allow.actions === 'all' || allow.actions.some((glob) => globMatches(glob, action))) return [];
  return [deny(`${of} does not allow ${action}: ${only(allow.actions)}`, { id: 'ActionNotAllowed' })];
}

function byNamespace(objects: readonly ObjectRef[], { of, allow }: List): readonly Denial[] {
  const { namespaces } = allow;
  if (namespaces === 'all') return [];
  return objects
    .filter(({ namespace }) => namespace === null || !namespaces.some((glob) => globMatches(glob, namespace)))
    .map((ref) => deny(`${of} does not allow ${refText(ref)}: ${only(namespaces)}`, { id: 'NamespaceNotAllowed' }));
}

function only(globs: readonly string[]): string {
  return globs.length === 0 ? 'its list is empty' : `its list has only ${listText(globs)}`;
}
