/**
 * Why the API server refused to create a pod, taken from the text that the controller passes on.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
 */
export type Refusal =
  | { readonly by: 'quota'; readonly quota: string; readonly resources: readonly QuotaShortage[] }
  | { readonly by: 'quota-requires'; readonly quota: string; readonly missing: readonly MissingResource[] }
  | { readonly by: 'limit-range'; readonly violations: readonly LimitViolation[] }
  | { readonly by: 'pod-security'; readonly level: string; readonly violations: readonly string[] }
  | {
      readonly by: 'webhook-failure';
      readonly webhook: string;
      /** The Service in the address that was called; null where the webhook is called by URL. */
      readonly service: { readonly namespace: string; readonly name: string } | null;
      readonly problem: string;
    }
  | { readonly by: 'webhook-denial' | 'policy-denial'; readonly name: string; readonly reason: string }
  | { readonly by: 'service-account'; readonly name: string }
  | { readonly by: 'priority-class'; readonly name: string }
  | { readonly by: 'runtime-class'; readonly name: string }
  | { readonly by: 'other'; readonly text: string };

/** One resource of a quota: quantities as the API writes them. */
export interface QuotaShortage {
  readonly resource: string;
  readonly requested: string;
  readonly used: string;
  readonly limited: string;
}

/** A request or limit that a quota makes compulsory, and the containers that lack it (none named by old servers). */
export interface MissingResource {
  readonly resource: string;
  readonly containers: readonly string[];
}

/** One bound of a LimitRange that was not kept. */
export interface LimitViolation {
  readonly bound: 'min' | 'max' | 'maxLimitRequestRatio';
  readonly resource: string;
  /** `Container`, `Pod` or `PersistentVolumeClaim`. */
  readonly type: string;
  readonly allowed: string;
  readonly field: 'request' | 'limit' | 'ratio';
  /** Null where the field is not set at all. */
  readonly actual: string | null;
}

type Parser = (text: string) => Refusal | undefined;

/** The wording of the admission plugins of Kubernetes 1.34; the older ones that still run agree where it matters. */
const PARSERS: readonly Parser[] = [
  webhookFailure,
  webhookDenial,
  policyDenial,
  quota,
  quotaRequires,
  podSecurity,
  limitRange,
  named(/error looking up service account \S+?\/(\S+): serviceaccount "[^"]*" not found/, 'service-account'),
  named(/no PriorityClass with name (\S+) was found/, 'priority-class'),
  named(/RuntimeClass "([^"]+)" not found/, 'runtime-class'),
];

/** Reads the message of a `FailedCreate` event or of a ReplicaFailure condition. */
export function parseRefusal(message: string): Refusal {
  const text = message.replace(/\s+/g, ' ').trim();
  for (const parser of PARSERS) {
    const refusal = parser(text);
    if (refusal !== undefined) return refusal;
  }
  return { by: 'other', text: withoutPrefix(text) };
}

/** Takes off what the controllers put in front, and the name of the pod that never was. */
export function withoutPrefix(text: string): string {
  return text
    .replace(/^\(combined from similar events\): /, '')
    .replace(/^Error creating: /, '')
    .replace(/^create \w+ \S+ (?:for Pod \S+ )?in StatefulSet \S+ failed error: /, '')
    .replace(/^\w+ "[^"]*" is forbidden: /, '');
}

function named(pattern: RegExp, by: 'service-account' | 'priority-class' | 'runtime-class'): Parser {
  return (text) => {
    const name = pattern.exec(text)?.[1];
    return name === undefined ? undefined : { by, name };
  };
}

function webhookFailure(text: string): Refusal | undefined {
  const match = /failed calling webhook "([^"]+)"(?:: failed to call webhook)?[:;] (.*)$/.exec(text);
  if (match === null) return undefined;
  const [, webhook = '', rest = ''] = match;
  const call = /^(?:Post|Get) "https:\/\/([^/:"]+)(?::\d+)?[^"]*": (.*)$/.exec(rest);
  const host = /^([^.]+)\.([^.]+)\.svc$/.exec(call?.[1] ?? '');
  const service = host === null ? null : { name: host[1] ?? '', namespace: host[2] ?? '' };
  return { by: 'webhook-failure', webhook, service, problem: call?.[2] ?? rest };
}

function webhookDenial(text: string): Refusal | undefined {
  const match = /admission webhook "([^"]+)" denied the request(?:: | )(.*)$/.exec(text);
  return match === null ? undefined : { by: 'webhook-denial', name: match[1] ?? '', reason: match[2] ?? '' };
}

function policyDenial(text: string): Refusal | undefined {
  const match = /ValidatingAdmissionPolicy '([^']+)'(?: with binding '[^']+')? denied request: (.*)$/.exec(text);
  return match === null ? undefined : { by: 'policy-denial', name: match[1] ?? '', reason: match[2] ?? '' };
}

function quota(text: string): Refusal | undefined {
  const match = /exceeded quota: (\S+), requested: (\S+), used: (\S+), limited: (\S+)/.exec(text);
  if (match === null) return undefined;
  const [, name = '', requested = '', used = '', limited = ''] = match;
  const [usedOf, limitOf] = [amounts(used), amounts(limited)];
  const resources = [...amounts(requested)].map(([resource, amount]) => ({
    resource,
    requested: amount,
    used: usedOf.get(resource) ?? '0',
    limited: limitOf.get(resource) ?? '0',
  }));
  return { by: 'quota', quota: name, resources };
}

/** `pods=1,requests.memory=8Mi` as a map. */
function amounts(list: string): ReadonlyMap<string, string> {
  const pairs = list.split(',').map((pair) => {
    const at = pair.lastIndexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return new Map(pairs.filter(([resource]) => resource !== ''));
}

function quotaRequires(text: string): Refusal | undefined {
  const match = /failed quota: (\S+): must specify (.*)$/.exec(text);
  if (match === null) return undefined;
  const missing = (match[2] ?? '').split('; ').flatMap((part): MissingResource[] => {
    const [resources = '', containers] = part.split(' for: ');
    const named = containers === undefined ? [] : containers.split(',');
    return resources.split(',').map((resource) => ({ resource, containers: named }));
  });
  return { by: 'quota-requires', quota: match[1] ?? '', missing };
}

function podSecurity(text: string): Refusal | undefined {
  const match = /violates PodSecurity "([^":]+)(?::[^"]*)?": (.*)$/.exec(text);
  if (match === null) return undefined;
  const violations = (match[2] ?? '').split(/(?<=\)), /);
  return { by: 'pod-security', level: match[1] ?? '', violations };
}

const USAGE =
  /\b(minimum|maximum) (\S+) usage per (\w+) is ([^,\s\]]+?)(?:\. No (request|limit) is specified|, but (request|limit) is ([^,\s\]]+))/g;
const RATIO =
  /(?:^|[\s[])(\S+) max limit to request ratio per (\w+) is ([^,\s]+), but (?:provided ratio is ([\d.]+)|no (?:request|limit) is specified)/g;

function limitRange(text: string): Refusal | undefined {
  const violations: LimitViolation[] = [];
  for (const [, side, resource = '', type = '', allowed = '', unset, set, actual] of text.matchAll(USAGE)) {
    const field = (unset ?? set) === 'limit' ? 'limit' : 'request';
    violations.push({
      bound: side === 'minimum' ? 'min' : 'max',
      resource,
      type,
      allowed,
      field,
      actual: actual ?? null,
    });
  }
  for (const [, resource = '', type = '', allowed = '', actual] of text.matchAll(RATIO)) {
    const ratio = actual === undefined ? null : String(Number(actual));
    violations.push({ bound: 'maxLimitRequestRatio', resource, type, allowed, field: 'ratio', actual: ratio });
  }
  return violations.length === 0 ? undefined : { by: 'limit-range', violations };
}
