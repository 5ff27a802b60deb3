import type { ObjectOf } from '../object.ts';
import { claimKey } from '../storage/claims.ts';
import { TEMPLATE_OWNERS, writtenIn } from './templates.ts';

interface Source {
  all<K extends (typeof TEMPLATE_OWNERS)[number]>(kind: K): readonly ObjectOf<K>[];
}

/** Every claim that a pod or a template names, by `claimKey`. For `view.shared`. */
export function namedClaims(view: Source): ReadonlySet<string> {
  const named = new Set<string>();
  for (const kind of TEMPLATE_OWNERS) {
    for (const owner of view.all(kind)) {
      for (const { name, persistentVolumeClaim, ephemeral } of writtenIn(owner)?.spec.volumes ?? []) {
        const claim = persistentVolumeClaim?.claimName ?? (ephemeral && `${owner.metadata.name}-${name ?? ''}`);
        if (claim) named.add(claimKey(owner.metadata.namespace, claim));
      }
    }
  }
  return named;
}

/** True for a claim that is named as those that a StatefulSet makes, of which it uses more when it grows. */
export function isOfStatefulSet(name: string, sets: readonly ObjectOf<'StatefulSet'>[]): boolean {
  return sets.some(({ metadata, spec }) =>
    (spec?.volumeClaimTemplates ?? []).some((template) => {
      const prefix = `${template.metadata?.name ?? ''}-${metadata.name}-`;
      return name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
    }),
  );
}
