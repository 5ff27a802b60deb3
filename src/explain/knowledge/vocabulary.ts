import type { Json } from '../../base/json.ts';
import type { Evidence, Finding } from '../../findings/finding.ts';
import { kindByName, kindOf } from '../../kube/kinds.ts';
import { target } from '../../kube/kubectl.ts';
import type { Kind } from '../../kube/object.ts';
import { type ObjectRef, refTo } from '../../kube/object-ref.ts';
import { parseSelector } from '../../kube/selector-text.ts';
import { homeOf, isName, isOf, judgedOf, type Name, nameOfKind } from './names.ts';

/** Where a placeholder stands: the words of its command. */
export interface Place {
  readonly words: readonly string[];
  /** Of the word that the placeholder is in. */
  readonly index: number;
}

/** Finds the value of a placeholder; undefined where the finding has none that is right there. */
type Resolver = (finding: Finding, place: Place) => Name | undefined;

/**
 * The placeholders that the prose of checks may use, in code spans only.
 *
 * NAMESPACE is not in the list: it follows from the other names in its command.
 */
export const RESOLVERS = {
  CLAIM: claimOf,
  CLASS: classOf,
  CONFIGMAP: ofKind('ConfigMap'),
  CONTAINER: containerOf,
  CRONJOB: ofKind('CronJob'),
  HASH: ({ facts }) => plain(facts['hash'], isName),
  IMAGE: ({ facts }) => plain(facts['image'], isPrintable),
  JOB: ofKind('Job'),
  LABEL: ({ facts }) => plain(facts['label'], isPrintable),
  NAME: namedOf,
  NODE: nodeOf,
  OBJECT: (finding) => asTarget(judgedOf(finding)),
  POD: ofKind('Pod'),
  RELEASE: ({ facts }) => plain(facts['release'], isName),
  SECRET: ofKind('Secret'),
  SELECTOR: selectorOf,
  SERVICE: ofKind('Service'),
  TAINT: taintOf,
  WORKLOAD: workloadOf,
} satisfies { readonly [placeholder: string]: Resolver };

type Placeholder = keyof typeof RESOLVERS;

/** Every placeholder. */
export const VOCABULARY: readonly string[] = ['NAMESPACE', ...Object.keys(RESOLVERS)];

/** True for one of the placeholders that `RESOLVERS` has. */
export function isPlaceholder(word: string): word is Placeholder {
  return Object.hasOwn(RESOLVERS, word);
}

function ofKind(kind: Kind): Resolver {
  return (finding) => nameOfKind(finding, kind);
}

function plain(value: Json | undefined, fits: (value: Json | undefined) => value is string): Name | undefined {
  return fits(value) ? { text: value, namespace: undefined } : undefined;
}

/** Text that can stand in a code span and in a shell's word: nothing unseen in it, no backtick, and no option. */
function isPrintable(value: Json | undefined): value is string {
  return typeof value === 'string' && /^(?!-)[^`\p{C}\p{Zl}\p{Zp}]{1,1000}$/u.test(value);
}

/** The name of an object whose kind stands before: `kubectl describe hpa NAME`, `statefulset/NAME`. */
function namedOf(finding: Finding, { words, index }: Place): Name | undefined {
  const within = /^([^/]+)\/NAME$/.exec(words[index] ?? '')?.[1];
  const kind = kindByName(within ?? words[index - 1] ?? '')?.kind;
  return kind === undefined ? undefined : nameOfKind(finding, kind);
}

function claimOf(finding: Finding): Name | undefined {
  const named = nameOfKind(finding, 'PersistentVolumeClaim');
  if (named !== undefined) return named;
  const seen = finding.evidence.find(({ path }) => path.endsWith('.persistentVolumeClaim.claimName'))?.value;
  return isName(seen) ? { text: seen, namespace: homeOf(finding) } : undefined;
}

/** The StorageClass that is asked for, or one that could be. */
function classOf({ subject, facts }: Finding): Name | undefined {
  const name = [facts['storageClass'], subject.kind === 'StorageClass' ? subject.name : null, first(facts['existing'])];
  const found = name.find(isName);
  return found === undefined ? undefined : { text: found, namespace: null };
}

function nodeOf(finding: Finding): Name | undefined {
  const { facts } = finding;
  const listed = [
    first(facts['nodes']),
    field(first(facts['short']), 'node'),
    field(first(facts['taints']), 'example'),
  ];
  const found = listed.find(isName);
  return nameOfKind(finding, 'Node') ?? (found === undefined ? undefined : { text: found, namespace: null });
}

function containerOf({ facts, evidence }: Finding): Name | undefined {
  const seen = evidence.map(({ path }) => /[cC]ontainer(?:s|Statuses)\[name=([^\]]*)\]/.exec(path)?.[1]);
  const found = [facts['container'], first(facts['containers']), ...seen].find(isName);
  return found === undefined ? undefined : { text: found, namespace: undefined };
}

function selectorOf(finding: Finding): Name | undefined {
  const { facts, evidence } = finding;
  const text = [facts['selector'], ...evidence.filter(isSelector).map(({ value }) => value)].find(isPrintable);
  if (text === undefined || parseSelector(text) === undefined) return undefined;
  // A term of pod affinity may look into other namespaces than the pod's own; empty is unknown.
  const elsewhere = facts['namespaces'];
  if (elsewhere === undefined) return { text, namespace: homeOf(finding) };
  const namespace = first(elsewhere);
  return isName(namespace) ? { text, namespace } : undefined;
}

function isSelector({ path }: Evidence): boolean {
  return /(?:^|\.)(?:podS|s)elector$/.test(path);
}

function taintOf({ facts }: Finding): Name | undefined {
  const taint = first(facts['taints']);
  return plain(taint, isPrintable) ?? plain(field(taint, 'taint'), isPrintable);
}

/** The kinds that hold a pod template or are a pod. */
const WORKLOADS: readonly Kind[] = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'];

/** The kinds that `kubectl rollout` takes. */
const ROLLED_OUT: readonly Kind[] = ['DaemonSet', 'Deployment', 'StatefulSet'];

/** What owns the pods, as `kind/name`; behind `kubectl rollout` only what can be rolled out. */
function workloadOf(finding: Finding, { words }: Place): Name | undefined {
  const kinds = words[0] === 'kubectl' && words[1] === 'rollout' ? ROLLED_OUT : WORKLOADS;
  const refs = [finding.subject, ...finding.members, ...scaledOf(finding)];
  const owner = refs.find((ref) => kinds.some((kind) => isOf(ref, kind)));
  return owner === undefined ? undefined : asTarget(owner);
}

/** What an autoscaler scales, where the facts say it. */
function scaledOf(finding: Finding): readonly ObjectRef[] {
  const { targetApiVersion: apiVersion, targetKind: kind, targetName: name } = finding.facts;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return [];
  const known = kindOf(apiVersion, kind);
  return known === undefined ? [] : [refTo(known.kind, homeOf(finding) ?? null, name)];
}

function asTarget(ref: ObjectRef): Name | undefined {
  return isName(ref.name) ? { text: target(ref), namespace: ref.namespace } : undefined;
}

function first(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value[0] : undefined;
}

function field(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
