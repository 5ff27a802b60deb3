import { type ObjectRef, refText } from '../kube/object-ref.ts';
import { visible } from './visible.ts';

/**
 * Where an object stands: a logical location, and a path that no repository need have. Code scanning wants a path
 * relative to the repository and refuses other schemes.
 */
export function locationOf(ref: ObjectRef) {
  const place = placeOf(ref);
  return {
    physicalLocation: {
      artifactLocation: { uri: pathOf(ref), uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    },
    logicalLocations: [
      {
        name: visible(ref.name),
        fullyQualifiedName: place.map((part) => visible(part)).join('/'),
        decoratedName: visible(refText(ref)),
        kind: 'resource',
      },
    ],
  };
}

/** The path under which the object stands: `k8s/shop/Deployment/web.yaml`. */
export function pathOf(ref: ObjectRef): string {
  return `k8s/${placeOf(ref).map(uriSegment).join('/')}.yaml`;
}

function placeOf({ namespace, kind, name }: ObjectRef): readonly string[] {
  return [namespace ?? '_cluster', kind, name];
}

/** One segment of a URI's path, whatever stands in the name: `system:node` has a colon, and `..` would climb. */
export function uriSegment(text: string): string {
  const segment = encodeURIComponent(text.toWellFormed());
  return /^\.*$/.test(segment) ? `_${segment}` : segment;
}
