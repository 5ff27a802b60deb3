import { compareText } from '../../base/collate.ts';
import { listText } from '../../base/list-text.ts';
import type { Keyed, KubeObject } from '../object.ts';
import { type ObjectRef, refOf, refText } from '../object-ref.ts';
import { uncoveredHosts } from './hosts.ts';
import type { CertificateUse } from './uses.ts';

/** Who shows the certificate of a Secret, for wording and severity. */
export interface Shown {
  /** `Ingress shop/web`, `the pods behind APIService v1.example.com`; at most three of them. */
  readonly by: string[];
  /** True where clients meet it now: an Ingress, a Gateway, or what the API server calls. */
  readonly isServed: boolean;
  readonly objects: readonly ObjectRef[];
  readonly seen: readonly { readonly object: KubeObject; readonly path: string; readonly value: string }[];
}

const NAMES_SHOWN = 3;

/**
 * Who shows the certificate of a Secret; undefined where nobody is known to.
 *
 * What a pod behind a webhook mounts is what it serves with only if it is for the name of its Service.
 */
export function shownBy(secret: Keyed, uses: readonly CertificateUse[] | undefined): Shown | undefined {
  const [first] = uses ?? [];
  if (uses === undefined || first === undefined) return undefined;
  const names = secret.tls?.state === 'ok' ? secret.tls.hosts : [];
  const serving = uses.filter((use) => isFront(use) || uncoveredHosts(names, use.hosts).length === 0);
  const told = serving.length > 0 ? serving : uses;
  const by = new Set(told.map((use) => `${isFront(use) ? '' : 'the pods behind '}${refText(refOf(use.by))}`));
  return {
    by: [...by].sort(compareText).slice(0, NAMES_SHOWN),
    isServed: serving.length > 0,
    objects: serving.map(({ by }) => refOf(by)),
    seen: [{ ...first.seen, value: secret.metadata.name }],
  };
}

/** True for what takes the certificate from the Secret itself; of a pod nobody knows what it does with it. */
export function isFront({ by }: CertificateUse): boolean {
  return by.kind === 'Ingress' || by.kind === 'Gateway';
}

/** Who shows or mounts it, as the end of a sentence. */
export function shownText({ by, served }: { readonly by: readonly string[]; readonly served: boolean }): string {
  return `${served ? 'shown' : 'mounted'} by ${listText(by)}`;
}
