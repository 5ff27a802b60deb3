import { compareText } from '../../base/collate.ts';
import { groupOf, KINDS } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import type { Action } from '../action.ts';
import type { Right } from '../write.ts';
import { isClusterScoped } from './needed-rights.ts';

/** What is to be known of an action. */
export type RoleAction = Pick<Action, 'id' | 'on' | 'rights' | 'risk' | 'proposeOnly'>;

/** What a role is to allow. */
export interface RoleRequest {
  readonly actions: readonly RoleAction[];
  /** What actions on any kind may be used on. */
  readonly kinds: readonly Kind[];
  /** Where; null for all namespaces. */
  readonly namespace: string | null;
  readonly name: string;
}

/** The smallest role for these actions. */
interface RoleRights {
  readonly rights: readonly Right[];
  /** Rights that an action could use and that no role of ours gives, with the actions: those to Secrets. */
  readonly withheld: readonly { readonly right: Right; readonly action: string }[];
}

function read(kind: Kind, verb: 'get' | 'list'): Right {
  const { apiVersion, resource } = KINDS[kind];
  return { group: groupOf(apiVersion), resource, verb };
}

/** What the guards look at before each action, beside its target: what they cannot read makes them say no. */
const OF_GUARDS: readonly Right[] = [
  ...(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Namespace', 'ReplicaSet', 'StatefulSet'] as const).map((kind) =>
    read(kind, 'get'),
  ),
  ...(['HorizontalPodAutoscaler', 'LimitRange', 'Node', 'Pod', 'PodDisruptionBudget', 'ResourceQuota'] as const).map(
    (kind) => read(kind, 'list'),
  ),
  { group: 'keda.sh', resource: 'scaledobjects', verb: 'list' },
  { group: 'autoscaling.k8s.io', resource: 'verticalpodautoscalers', verb: 'list' },
];

/** Read for all namespaces even where only one is changed: whether some node has room depends on all pods. */
const WHOLE_CLUSTER: readonly Right[] = [read('Pod', 'list')];

/** True for an action that writes to objects of any kind, and does not say to which. */
export function needsKinds({ on, rights, risk, proposeOnly }: RoleAction): boolean {
  return on === 'any' && risk !== 'R0' && proposeOnly !== true && !rights.some(isWrite);
}

function isWrite({ verb }: Right): boolean {
  return verb !== 'get' && verb !== 'list';
}

/**
 * Every right that the actions, their targets and the guards take: none to everything, and none to Secrets.
 *
 * @throws Error for an action that asks for everything
 */
export function roleRights({ actions, kinds }: Pick<RoleRequest, 'actions' | 'kinds'>): RoleRights {
  const asked = actions.flatMap((action) => rightsOf(action, kinds).map((right) => ({ right, action: action.id })));
  const wild = asked.find(({ right }) => [right.group, right.resource, right.verb].some((part) => part.includes('*')));
  if (wild !== undefined) throw new Error(`${wild.action} asks for a right to everything`);
  const withheld = asked.filter(({ right }) => right.resource === 'secrets');
  const rights = [...OF_GUARDS, ...asked.map(({ right }) => right)].filter(({ resource }) => resource !== 'secrets');
  return { rights, withheld };
}

function rightsOf(action: RoleAction, kinds: readonly Kind[]): readonly Right[] {
  const { on, rights } = action;
  // What is created is deleted on the way back.
  const back = rights
    .filter(({ verb, subresource }) => verb === 'create' && subresource === undefined)
    .map((right): Right => ({ ...right, verb: 'delete' }));
  if (on !== 'any') return [...on.map((kind) => read(kind, 'get')), ...rights, ...back];
  const own = new Set([...rights, ...back].filter(isWrite).map(({ verb }) => verb));
  const verbs: readonly Right['verb'][] = needsKinds(action) ? ['patch'] : [...own];
  const onKinds = kinds.flatMap((kind) => (['get', ...verbs] as const).map((verb) => ({ ...read(kind, 'get'), verb })));
  return [...onKinds, ...rights, ...back];
}

/** The manifests of the role, with how to give it to somebody. A Role where a namespace is named, and what it cannot give in a ClusterRole. */
export function roleYaml(request: RoleRequest): string {
  const { namespace, name, actions } = request;
  const { rights, withheld } = roleRights(request);
  const [ofCluster, ofNamespace] = [rights.filter(isClusterScoped), rights.filter((right) => !isClusterScoped(right))];
  const head = [
    `# What mekhanikube needs for ${actions.map(({ id }) => id).join(', ')}${namespace === null ? '' : ` in namespace ${namespace}`}.`,
    '# To plan from findings, and to see that they are gone, an account reads as analyze does: give it the role of',
    '# deploy/reader-role.yaml too. What it cannot read before a repair, it does not wait for after it.',
    ...withheld.map(({ right, action }) => {
      return `# Not given: ${right.verb} secrets, which ${action} looks at. Add it for the Secrets that it may see, by name.`;
    }),
  ];
  if (namespace === null) {
    const bind = `# kubectl create clusterrolebinding ${name} --clusterrole=${name} --user=NAME`;
    return text([...head, bind, ...manifest(name, null, [...ofCluster, ...ofNamespace])]);
  }
  return text([
    ...head,
    `# kubectl -n ${namespace} create rolebinding ${name} --role=${name} --user=NAME`,
    ...manifest(name, namespace, ofNamespace),
    '---',
    '# What is in no namespace, and the pods of all: whether a node has room depends on them.',
    `# kubectl create clusterrolebinding ${name}-cluster --clusterrole=${name}-cluster --user=NAME`,
    ...manifest(`${name}-cluster`, null, [...ofCluster, ...WHOLE_CLUSTER]),
  ]);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function manifest(name: string, namespace: string | null, rights: readonly Right[]): readonly string[] {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${namespace === null ? 'ClusterRole' : 'Role'}`,
    'metadata:',
    `  name: ${name}`,
    ...(namespace === null ? [] : [`  namespace: ${namespace}`]),
    'rules:',
    ...rulesOf(rights).flatMap(({ group, resources, verbs }) => [
      `  - apiGroups: ["${group}"]`,
      `    resources: [${resources.join(', ')}]`,
      `    verbs: [${verbs.join(', ')}]`,
    ]),
  ];
}

interface Rule {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** One rule for all resources of a group that need the same verbs. */
function rulesOf(rights: readonly Right[]): readonly Rule[] {
  const verbs = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  for (const { group, resource, subresource, verb } of rights) {
    const path = subresource === undefined ? resource : `${resource}/${subresource}`;
    const entry = verbs.get(`${group} ${path}`) ?? { group, resource: path, verbs: new Set<string>() };
    entry.verbs.add(verb);
    verbs.set(`${group} ${path}`, entry);
  }
  const rules = new Map<string, { group: string; resources: string[]; verbs: readonly string[] }>();
  const entries = [...verbs.values()].sort((left, right) => compareText(left.resource, right.resource));
  for (const { group, resource, verbs: set } of entries) {
    const sorted = [...set].sort(compareText);
    const key = `${group} ${sorted.join(',')}`;
    const rule = rules.get(key) ?? { group, resources: [], verbs: sorted };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.entries()].sort(([left], [right]) => compareText(left, right)).map(([, rule]) => rule);
}
