import { MekhanikubeError } from '../../base/errors.ts';
import type { Target } from '../kubeconfig/choose-context.ts';

/** Whom to act for; absent as on the command line. */
export interface Impersonation {
  /** Acts as another user, and as a member of other groups. */
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
}

/**
 * The headers of a request for somebody else, by the flags or the kubeconfig.
 *
 * @throws MekhanikubeError `usage` for groups without a user
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonation({ user }: Target, options: Impersonation): Record<string, string | string[]> {
  const name = options.as ?? user.as;
  const groups = options.asGroup ?? user['as-groups'] ?? [];
  const uid = user['as-uid'];
  if (!name) {
    if ((options.asGroup ?? []).length === 0) return {};
    throw groupsWithoutUser();
  }
  const extra = Object.entries(user['as-user-extra'] ?? {}).map(([key, values]): [string, string[]] => [
    `impersonate-extra-${encodeURIComponent(key)}`,
    [...values],
  ]);
  return {
    'impersonate-user': name,
    ...(groups.length > 0 ? { 'impersonate-group': [...groups] } : {}),
    ...(uid ? { 'impersonate-uid': uid } : {}),
    ...Object.fromEntries(extra),
  };
}

/** The error for `--as-group` alone. */
export function groupsWithoutUser(): MekhanikubeError {
  return new MekhanikubeError('usage', '--as-group needs --as: groups belong to a user', {
    hint: 'add --as USER, or --as system:serviceaccount:NAMESPACE:NAME',
  });
}
