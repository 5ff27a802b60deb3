import { globMatches } from '../../kube/glob.ts';
import { groupOf } from '../../kube/kinds.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineGuard } from './define-guard.ts';
import type { Denial } from './guard.ts';
import type { Subject } from './live-facts.ts';
import { podSpecOf } from './pod-spec.ts';
import type { Installation, Protection } from './settings.ts';
import { deny, together } from './verdicts.ts';

const MARKER = 'mekhanikube.io/protected';
const REMEDIATION = 'mekhanikube.io/remediation';
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease'];

/** What nobody may change through this tool: no policy can open it, only the installation. */
export const protectedObjects = defineGuard({
  id: 'protected',
  title: 'Protected namespaces and objects',
  on: 'protected',
  judge: ({ subjects, installation }) =>
    together(
      subjects.flatMap((subject) => [
        ...builtIn(subject, installation),
        ...marked(subject),
        ...named(subject, installation),
      ]),
    ),
});

/** A part of the built-in set that this object belongs to, and why. */
type Membership = readonly [part: Protection, why: string];

function builtIn(subject: Subject, { opened, ownNamespaces }: Installation): readonly Denial[] {
  const { object } = subject;
  return [...byNamespace(object, ownNamespaces), ...byKind(object), ...byPods(object), ...byNode(object)]
    .filter(([part]) => !opened.includes(part))
    .map(([part, why]) =>
      deny(`${refText(refOf(object))} is protected: ${why}`, {
        id: 'Protected',
        hint: `whoever installed the tool can open "${part}"; a policy cannot`,
      }),
    );
}

/** The namespace that an object is in, or that it is. */
function namespaceOf(object: KubeObject): string | undefined {
  return isOf(object, 'Namespace') ? object.metadata.name : object.metadata.namespace;
}

function byNamespace(object: KubeObject, own: readonly string[]): readonly Membership[] {
  const name = namespaceOf(object) ?? '';
  const found: Membership[] = [];
  if (SYSTEM_NAMESPACES.includes(name)) found.push(['system-namespaces', `${name} is a namespace of the system`]);
  if (own.includes(name)) found.push(['own-namespaces', `${name} is the namespace of this tool`]);
  return found;
}

function byKind({ apiVersion, kind }: KubeObject): readonly Membership[] {
  const part = protectedKind(groupOf(apiVersion), kind);
  return part === undefined ? [] : [[part, `its kind is ${kind}`]];
}

function protectedKind(group: string, kind: string): Protection | undefined {
  switch (group) {
    case 'apiextensions.k8s.io':
      return 'custom-resource-definitions';
    case 'rbac.authorization.k8s.io':
      return 'rbac';
    case 'admissionregistration.k8s.io':
      return kind.endsWith('WebhookConfiguration') ? 'webhooks' : 'admission-policies';
    case '':
      return kind === 'PersistentVolume' ? 'persistent-volumes' : undefined;
    default:
      return undefined;
  }
}

function byPods(object: KubeObject): readonly Membership[] {
  const found: Membership[] = [];
  const { priorityClassName = '' } = podSpecOf(object) ?? {};
  if (/^system-.*-critical$/.test(priorityClassName)) {
    found.push(['critical-pods', `its priority class is ${priorityClassName}`]);
  }
  const annotations = isOf(object, 'Pod') ? object.metadata.annotations : undefined;
  if (annotations?.['kubernetes.io/config.mirror'] !== undefined) {
    found.push(['mirror-pods', 'it is the mirror of a static pod']);
  }
  return found;
}

const CONTROL_PLANE = /^node-role\.kubernetes\.io\/(control-plane|master)$/;

function byNode(object: KubeObject): readonly Membership[] {
  if (!isOf(object, 'Node')) return [];
  const keys = [
    ...Object.keys(object.metadata.labels ?? {}),
    ...(object.spec?.taints ?? []).map(({ key }) => key ?? ''),
  ];
  return keys.some((key) => CONTROL_PLANE.test(key)) ? [['control-plane-nodes', 'it is of the control plane']] : [];
}

/** The marker on the object, on what owns it, or on its namespace; and the namespace's own switch. */
function marked({ object, owners, namespace }: Subject): readonly Denial[] {
  const holders = [object, ...owners, ...(namespace === null ? [] : [namespace])];
  const name = refText(refOf(object));
  const denials = holders.filter(isMarked).map((holder) => {
    const where = holder === object ? 'it' : refText(refOf(holder));
    const hint = `take the label or annotation away: ${MARKER}`;
    return deny(`${name} is protected: ${where} carries ${MARKER}=true`, { id: 'Protected', hint });
  });
  const off = isOf(object, 'Namespace') ? object : namespace;
  if (off?.metadata.labels?.[REMEDIATION]?.toLowerCase() === 'disabled') {
    const reason = `${name} is protected: Namespace ${off.metadata.name} carries ${REMEDIATION}=disabled`;
    denials.push(deny(reason, { id: 'Protected' }));
  }
  return denials;
}

function isMarked({ metadata }: KubeObject): boolean {
  const values = [metadata.labels?.[MARKER], metadata.annotations?.[MARKER]];
  return values.some((value) => value !== undefined && value.trim().toLowerCase() !== 'false');
}

function named({ object, owners }: Subject, installation: Installation): readonly Denial[] {
  const namespace = namespaceOf(object);
  const denials = installation.protectedNamespaces
    .filter((glob) => namespace !== undefined && globMatches(glob, namespace))
    .map((glob) => `namespace ${namespace ?? ''} is one of "${glob}"`);
  const names = installation.protectedNames.flatMap((glob) =>
    [object, ...owners]
      .filter(({ metadata }) => globMatches(glob, metadata.name))
      .map((holder) => `${holder === object ? 'its name' : refText(refOf(holder))} is one of "${glob}"`),
  );
  return [...denials, ...names].map((why) =>
    deny(`${refText(refOf(object))} is protected by the installation: ${why}`, { id: 'Protected' }),
  );
}
