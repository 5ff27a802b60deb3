import type { Custom } from '../object.ts';
import { type ObjectRef, refOf } from '../object-ref.ts';
import { textAt } from './fields.ts';

interface Makers {
  all(kind: 'Certificate' | 'ExternalSecret'): readonly Custom[];
}

/** Finds the objects that are there to make a Secret, as another tool understands them. */
export type SecretMakers = (namespace: string, name: string) => readonly ObjectRef[];

/** The Certificates and ExternalSecrets by the Secret that each of them is to make. */
export function secretMakers(view: Makers): SecretMakers {
  const makers = new Map<string, ObjectRef[]>();
  const add = (maker: Custom, name: string): void => {
    const key = `${maker.metadata.namespace ?? ''}/${name}`;
    const known = makers.get(key);
    if (known === undefined) makers.set(key, [refOf(maker)]);
    else known.push(refOf(maker));
  };
  for (const certificate of view.all('Certificate')) add(certificate, textAt(certificate.spec, 'secretName'));
  for (const secret of view.all('ExternalSecret')) add(secret, secretOf(secret));
  return (namespace, name) => makers.get(`${namespace}/${name}`) ?? [];
}

/** The name of the Secret that an ExternalSecret fills: its own, unless it says another. */
export function secretOf(externalSecret: Custom): string {
  return textAt(externalSecret.spec, 'target', 'name') || externalSecret.metadata.name;
}
