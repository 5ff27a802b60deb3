import type { ObjectRef } from '../../kube/object-ref.ts';

const SEPARATORS = /[\s"'`(){}[\]<>,;|]+/u;
const TIMESTAMP = /^\d{4}-\d\d-\d\d(?:T|$)/u;

/** A path into an object is made of field names; a host name or image is one name, whose parts name nothing. */
const FIELD_PATH = /^(?:spec|status|metadata|webhooks|rules|subsets|data)\./u;

const MAX_PARTS = 10;

/** Every run of neighbouring parts of a path: `shop/web` is `shop`, `web` and `shop/web`. */
function runs(parts: readonly string[]): readonly string[] {
  const few = parts.slice(0, MAX_PARTS);
  return few.flatMap((_, start) =>
    few.slice(start).map((_part, length) => few.slice(start, start + length + 1).join('/')),
  );
}

/** `web:2.1` is `web` and `2.1`, `host:443` is `host` and `443`. */
function aroundColon(part: string): readonly string[] {
  return TIMESTAMP.test(part) ? [part] : [part, ...part.split(/[:@]/u)];
}

function partsOf(token: string): readonly string[] {
  if (TIMESTAMP.test(token)) return [token];
  const sides = token.includes('=') ? [token, ...token.split(/[=?&]+/u)] : [token];
  return sides.flatMap((side) => {
    if (FIELD_PATH.test(side)) return [side, ...side.split('.')];
    const bare = side.replace(/^[a-z][a-z0-9+.-]*:\/\//u, '');
    return [side, bare, ...runs(bare.split('/').filter((part) => part !== '')).flatMap(aroundColon)];
  });
}

/** Every token of a text that a sentence may name: whole ones, and the parts of paths, images and assignments. */
export function namesIn(text: string): readonly string[] {
  const tokens = text.split(SEPARATORS).map((token) => token.replace(/^[=:]+|[.:!?=]+$/gu, ''));
  return tokens.flatMap(partsOf).filter((name) => name !== '');
}

/** The ways in which an object may be named. */
export function namesOf({ kind, namespace, name }: ObjectRef): readonly string[] {
  const own = [name, kind, `${kind}/${name}`, `${kind.toLowerCase()}/${name}`];
  return namespace === null ? own : [...own, namespace, `${namespace}/${name}`];
}
