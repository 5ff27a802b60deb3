import { MekhanikubeError } from '../../../base/errors.ts';
import { nearMisses } from '../../../base/near-miss.ts';
import type { Finding } from '../../../findings/finding.ts';
import { kindByName } from '../../../kube/kinds.ts';
import { type ObjectRef, refKey, refText } from '../../../kube/object-ref.ts';
import { ACTIONS } from '../../../remedy/actions/index.ts';
import { candidatesFor } from '../../../remedy/candidates/candidates.ts';
import type { Request } from '../../../remedy/plan/make-plan.ts';
import type { Proof } from '../../../remedy/plan/plan.ts';
import type { WantedStep } from '../../../remedy/plan/repair.ts';
import { STAYS_GONE_MS } from './proof.ts';

/** What was asked for by hand. */
export interface Wish {
  /** A finding's id or the beginning of one, or `kind/name`; null for all findings. */
  readonly about: string | null;
  readonly action: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  /** Of `kind/name`. */
  readonly namespace: string;
}

/** @throws MekhanikubeError `usage` for an action that is not known, or for one without anything to act on */
export function checkAction(action: string | null, about: string | null): void {
  if (action === null) return;
  if (!ACTIONS.has(action)) throw unknownAction(action);
  if (about === null) {
    throw usage('--action needs a finding or an object', 'for example deploy/web --action rollout.undo');
  }
}

/** What to plan, for what was asked for by hand and what was found. */
export function requestsFor(wish: Wish, findings: readonly Finding[]): readonly Request[] {
  const { about, action } = wish;
  if (about === null) return findings.flatMap((finding) => requestFor(finding, wish));
  if (!about.includes('/')) return forFinding(about, wish, findings);
  const target = objectNamed(about, wish.namespace);
  if (action !== null) return [byHand(target, action, wish)];
  const concerned = findings.filter(({ subject, members }) =>
    [subject, ...members].some((ref) => refKey(ref) === refKey(target)),
  );
  if (concerned.length === 0) {
    throw usage(
      `nothing was found about ${refText(target)}`,
      'name an action to plan one all the same: --action ACTION; mekhanikube remediate actions lists them',
    );
  }
  return concerned.flatMap((finding) => requestFor(finding, wish));
}

function forFinding(about: string, wish: Wish, findings: readonly Finding[]): readonly Request[] {
  const matching = findings.filter(({ id }) => id.startsWith(about));
  const [finding] = matching;
  if (finding === undefined) {
    throw usage(
      `there is no finding ${about} now`,
      'mekhanikube analyze -o json shows their ids; an object is named kind/name',
    );
  }
  if (matching.length > 1) throw usage(`${matching.length} findings begin with ${about}`, 'say more of the id');
  const requests = requestFor(finding, wish);
  if (requests.length > 0) return requests;
  throw usage(
    `no action is known for ${finding.check} on ${refText(finding.subject)}`,
    `name one with --action, or see what the check says: mekhanikube checks ${finding.check}`,
  );
}

/** One plan for each candidate would make people choose; the first one is the most promising. */
function requestFor(finding: Finding, wish: Wish): readonly Request[] {
  const chosen = wish.action === null ? candidatesFor(finding)[0] : { action: wish.action, params: wish.params };
  if (chosen === undefined) return [];
  const proof: Proof = { cleared: [finding.id], forMs: STAYS_GONE_MS, noNewFindings: 'critical' };
  const params = wish.action === null ? { ...chosen.params, ...wish.params } : chosen.params;
  const step = stepOf(finding.subject, chosen.action, params, { timeoutMs: wish.timeoutMs, proof });
  return [{ target: finding.subject, finding, policy: null, steps: [step], fallback: [], revertAfterMs: null }];
}

function byHand(target: ObjectRef, action: string, { params, timeoutMs }: Wish): Request {
  const proof: Proof = { cleared: [], forMs: 0, noNewFindings: null };
  return {
    target,
    finding: null,
    policy: null,
    steps: [stepOf(target, action, params, { timeoutMs, proof })],
    fallback: [],
    revertAfterMs: null,
  };
}

function stepOf(
  target: ObjectRef,
  action: string,
  params: Readonly<Record<string, unknown>>,
  rest: Pick<WantedStep, 'timeoutMs' | 'proof'>,
): WantedStep {
  return { id: `01-${action}`, action, params, target, onFailure: 'Rollback', ...rest };
}

/** `deploy/web`, as kubectl takes it. */
function objectNamed(text: string, namespace: string): ObjectRef {
  const [word = '', name = '', ...more] = text.split('/');
  const info = kindByName(word);
  if (info === undefined || name === '' || more.length > 0) {
    throw usage(`"${text}" is no object`, 'for example deploy/web, node/worker-1');
  }
  return { apiVersion: info.apiVersion, kind: info.kind, namespace: info.namespaced ? namespace : null, name };
}

function unknownAction(action: string): MekhanikubeError {
  const near = nearMisses(action, [...ACTIONS.keys()]);
  return usage(
    `there is no action ${action}`,
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mekhanikube remediate actions lists them',
  );
}

function usage(message: string, hint: string): MekhanikubeError {
  return new MekhanikubeError('usage', message, { hint });
}
