/** What an API server refused to whom. */
export interface RbacRefusal {
  /** `system:serviceaccount:shop:web`, or another user. */
  readonly user: string;
  /** Null where the user is none. */
  readonly serviceAccount: { readonly namespace: string; readonly name: string } | null;
  readonly verb: string;
  /** `pods` or `pods/log`; empty for a path that is no resource. */
  readonly resource: string;
  readonly group: string;
  /** Null at the cluster scope. */
  readonly namespace: string | null;
  /** A path such as `/metrics`; empty for a resource. */
  readonly path: string;
}

// Every repetition has a bound, so no text makes it slow. A log may have escaped the quotes.
const QUOTE = '\\\\{0,3}"';
const USER = `User ${QUOTE}([^"\\\\]{1,300})${QUOTE} cannot ([a-z*]{1,30}) `;
const RESOURCE = new RegExp(
  `${USER}resource ${QUOTE}([a-z0-9./*-]{1,200})${QUOTE} in API group ${QUOTE}([a-z0-9.-]{0,200})${QUOTE}` +
    `(?: (?:in the namespace ${QUOTE}([a-z0-9.-]{1,100})${QUOTE}|at the cluster scope))?`,
);
const PATH = new RegExp(`${USER}path ${QUOTE}(/[^"\\\\\\s]{0,300})${QUOTE}`);

/**
 * Finds the refusal of an API server's authorizer in a text: an event, a condition, a line of a log.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go
 */
export function rbacRefusalIn(text: string): RbacRefusal | undefined {
  const [, user, verb = '', resource = '', group = '', namespace = null] = RESOURCE.exec(text) ?? [];
  if (user !== undefined) {
    return { user, serviceAccount: accountOf(user), verb, resource, group, namespace, path: '' };
  }
  const [, caller, method = '', path = ''] = PATH.exec(text) ?? [];
  if (caller === undefined) return undefined;
  return {
    user: caller,
    serviceAccount: accountOf(caller),
    verb: method,
    resource: '',
    group: '',
    namespace: null,
    path,
  };
}

/** `list pods in namespace shop`, `get nodes in the whole cluster`, `get /metrics`. */
export function refusedText({ verb, resource, group, namespace, path }: RbacRefusal): string {
  if (path !== '') return `${verb} ${path}`;
  const what = group === '' ? resource : `${resource}.${group}`;
  return `${verb} ${what} in ${namespace === null ? 'the whole cluster' : `namespace ${namespace}`}`;
}

function accountOf(user: string): RbacRefusal['serviceAccount'] {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace === undefined || name === undefined ? null : { namespace, name };
}
