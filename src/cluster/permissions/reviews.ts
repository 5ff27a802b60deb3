import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import type { Endpoint } from '../api/endpoint.ts';
import { exchange } from './exchange.ts';

/** One right. An empty namespace means all of them. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** One object; absent for all. */
  readonly name?: string;
  readonly namespace: string;
}

const AccessReview = z.object({ status: z.object({ allowed: z.boolean() }) });
const Rule = z.object({
  verbs: z.array(z.string()),
  apiGroups: z.array(z.string()).nullish(),
  resources: z.array(z.string()).nullish(),
  resourceNames: z.array(z.string()).nullish(),
});
const RulesReview = z.object({
  status: z.object({ resourceRules: z.array(Rule).nullish(), incomplete: z.boolean().nullish() }),
});
const SelfReview = z.object({
  status: z.object({ userInfo: z.object({ username: z.string(), groups: z.array(z.string()).nullish() }) }),
});

export type Rule = z.output<typeof Rule>;

/** Whether we may. @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ */
export async function mayWe(endpoint: Endpoint, right: Right, signal: AbortSignal): Promise<boolean> {
  const { namespace, ...rest } = right;
  const resourceAttributes = namespace === '' ? rest : { ...rest, namespace };
  const answer = await review(endpoint, 'SelfSubjectAccessReview', { resourceAttributes }, signal);
  return AccessReview.parse(answer).status.allowed;
}

/** All that we may in one namespace, as far as the server can tell without being asked for each right. */
export async function rulesIn(
  endpoint: Endpoint,
  namespace: string,
  signal: AbortSignal,
): Promise<{ readonly rules: readonly Rule[]; readonly isComplete: boolean }> {
  const { status } = RulesReview.parse(await review(endpoint, 'SelfSubjectRulesReview', { namespace }, signal));
  return { rules: status.resourceRules ?? [], isComplete: status.incomplete !== true };
}

/** A user as the server knows it. */
export interface ServerUser {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Who the server takes us for; null where it does not say: servers before 1.28 do not know the question. */
export async function whoAreWe(endpoint: Endpoint, signal: AbortSignal): Promise<ServerUser | null> {
  try {
    const answer = await review(endpoint, 'SelfSubjectReview', undefined, signal, 'authentication.k8s.io');
    const { username, groups } = SelfReview.parse(answer).status.userInfo;
    return { user: username, groups: groups ?? [] };
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

async function review(
  endpoint: Endpoint,
  kind: string,
  spec: object | undefined,
  signal: AbortSignal,
  group = 'authorization.k8s.io',
): Promise<unknown> {
  const path = `/apis/${group}/v1/${kind.toLowerCase()}s`;
  const body = { apiVersion: `${group}/v1`, kind, ...(spec === undefined ? {} : { spec }) };
  const { status, body: answer } = await exchange(endpoint, { path, review: body }, signal);
  if (status === 201 || status === 200) return JSON.parse(answer.toString('utf8'));
  const what = status === 403 ? 'it does not let this user ask (403)' : `it answered ${status}`;
  throw new MekhanikubeError('cluster-unreadable', `the API server at ${endpoint.label} gives no ${kind}: ${what}`);
}

/** Whether rules give a right to all objects of a resource. */
export function rulesGive(rules: readonly Rule[], { verb, group, resource }: Omit<Right, 'namespace'>): boolean {
  const has = (list: readonly string[] | null | undefined, wanted: string) =>
    list?.some((entry) => entry === '*' || entry === wanted) === true;
  return rules.some(
    (rule) =>
      (rule.resourceNames ?? []).length === 0 &&
      has(rule.verbs, verb) &&
      has(rule.apiGroups, group) &&
      has(rule.resources, resource),
  );
}
