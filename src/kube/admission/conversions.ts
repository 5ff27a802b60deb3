import type { ObjectOf } from '../object.ts';

type Definition = ObjectOf<'CustomResourceDefinition'>;

/** The Service that converts a custom resource's objects, and the versions between which it does. */
export interface Conversion {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly versions: readonly string[];
}

/** Who converts; undefined where nobody needs to: no webhook, one called by URL, or a single version. */
export function conversionOf({ spec, status }: Definition): Conversion | undefined {
  const { strategy, webhook } = spec?.conversion ?? {};
  const { namespace, name, port = 443 } = webhook?.clientConfig?.service ?? {};
  if (strategy !== 'Webhook' || !namespace || !name) return undefined;
  const served = (spec?.versions ?? []).filter((version) => version.served === true);
  const versions = new Set([...served.map((version) => version.name ?? ''), ...(status?.storedVersions ?? [])]);
  return versions.size < 2 ? undefined : { namespace, name, port, versions: [...versions] };
}
