import { conditionOf } from '../conditions.ts';
import type { Keyed, ObjectOf } from '../object.ts';
import { type ObjectRef, refOf } from '../object-ref.ts';

type Certificate = ObjectOf<'Certificate'>;

interface Source {
  all(kind: 'Certificate'): readonly Certificate[];
}

/** The cert-manager Certificates by `namespace/name` of the Secret that each writes. For `view.shared`. */
export function certificatesBySecret(view: Source): ReadonlyMap<string, Certificate> {
  return new Map(
    view
      .all('Certificate')
      .map((one) => [`${one.metadata.namespace ?? ''}/${String(one.spec?.['secretName'] ?? '')}`, one]),
  );
}

/** What cert-manager says of a Secret that it writes. */
export interface Issued {
  /** The Certificate, where it says itself that something is wrong. */
  readonly troubled: readonly ObjectRef[];
  /** When it will be renewed; null where that is not known. */
  readonly renewalTime: string | null;
}

/** What cert-manager says of a Secret; of another's nothing. */
export function issuedBy(secret: Keyed, certificates: ReadonlyMap<string, Certificate>): Issued {
  const certificate = certificates.get(`${secret.metadata.namespace ?? ''}/${secret.metadata.name}`);
  if (certificate === undefined) return { troubled: [], renewalTime: null };
  const ready = conditionOf(certificate, 'Ready');
  const renewalTime = certificate.status?.['renewalTime'];
  return {
    troubled: ready !== undefined && ready.status !== 'True' ? [refOf(certificate)] : [],
    renewalTime: typeof renewalTime === 'string' ? renewalTime : null,
  };
}
