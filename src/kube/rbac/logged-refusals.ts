import { tellingLine } from '../logs/log-patterns.ts';
import type { ContainerLog, ObjectOf } from '../object.ts';
import { type ObjectRef, refTo } from '../object-ref.ts';
import { type RbacRefusal, rbacRefusalIn, refusedText } from './refusal.ts';
import { type RightView, rightNow } from './rights.ts';

/** What a container that fails was refused, by its own log. */
export interface LoggedRefusal {
  readonly refusal: RbacRefusal;
  /** How many lines of the log say so. */
  readonly count: number;
  readonly line: string;
  readonly log: ContainerLog;
  /** Whether the right is known to be missing still; else it could not be read who has which. */
  readonly isMissing: boolean;
}

/** The part of a view that is needed here. */
export interface RefusalView extends RightView {
  all<K extends Parameters<RightView['all']>[0] | 'ContainerLog'>(kind: K): readonly ObjectOf<K>[];
  get<K extends Parameters<RightView['get']>[0] | 'ContainerLog' | 'Pod'>(
    kind: K,
    namespace: string | null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<K> };
  shared<T>(derive: (view: RefusalView) => T): T;
}

/**
 * What ServiceAccounts were refused by the logs of their own containers, by `namespace/name`: each verb and resource once.
 *
 * A refusal counts where it is the last thing that went wrong, or was written twice; and never where the account has
 * the right by now.
 */
export function loggedRefusals(view: RefusalView): ReadonlyMap<string, readonly LoggedRefusal[]> {
  const byAccount = new Map<string, LoggedRefusal[]>();
  for (const log of view.all('ContainerLog')) {
    const pod = view.get('Pod', log.metadata.namespace ?? '', log.pod ?? '').object;
    const key = `${log.metadata.namespace}/${pod?.spec?.serviceAccountName ?? 'default'}`;
    for (const { refusal, count, line } of refusalsIn(log.lines ?? [])) {
      // A program may as well write down what was refused to others.
      const { namespace, name } = refusal.serviceAccount ?? {};
      if (pod === undefined || `${namespace}/${name}` !== key) continue;
      const right = rightNow(refusal, view);
      const known = byAccount.get(key) ?? [];
      if (right === 'given' || known.some((one) => refusedText(one.refusal) === refusedText(refusal))) continue;
      byAccount.set(key, [...known, { refusal, count, line, log, isMissing: right === 'missing' }]);
    }
  }
  return byAccount;
}

/** The account that a line of a log says is refused something, if its own finding tells of that. */
export function refusedAccountsIn(
  line: string,
  view: { shared<T>(derive: (view: RefusalView) => T): T },
): readonly ObjectRef[] {
  const refusal = rbacRefusalIn(line);
  if (refusal?.serviceAccount == null) return [];
  const { namespace, name } = refusal.serviceAccount;
  const known = view.shared(loggedRefusals).get(`${namespace}/${name}`) ?? [];
  const isTold = known.some((one) => refusedText(one.refusal) === refusedText(refusal));
  return isTold ? [refTo('ServiceAccount', namespace, name)] : [];
}

function refusalsIn(lines: readonly string[]): readonly Pick<LoggedRefusal, 'refusal' | 'count' | 'line'>[] {
  const telling = tellingLine(lines);
  const last = telling?.pattern === 'log-forbidden' ? telling.line : undefined;
  const found = lines.flatMap((line) => {
    const refusal = line.includes(' cannot ') ? rbacRefusalIn(line) : undefined;
    return refusal !== undefined && isWhole(refusal, line) ? [{ refusal, line }] : [];
  });
  return [...Map.groupBy(found, ({ refusal }) => refusedText(refusal)).values()].flatMap((same) => {
    const [newest] = same.slice(-1);
    const counts = newest !== undefined && (same.length > 1 || newest.line === last);
    return counts ? [{ ...newest, count: same.length }] : [];
  });
}

/** A long line is cut, and without its end nobody knows where the right was asked for. */
function isWhole({ resource, namespace }: RbacRefusal, line: string): boolean {
  return resource !== '' && (namespace !== null || line.includes('at the cluster scope'));
}
