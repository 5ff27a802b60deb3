import { type ObjectRef, refText } from '../kube/object-ref.ts';
import { visible } from './visible.ts';

/**
 * Where an object stands: a logical location, and a path that no repository need have. Code scanning wants a path
 * relative to the repository and refuses other schemes.
 */
export function locationOf(ref: ObjectRef) {
  const place = [ref.namespace ?? '_cluster', ref.kind, ref.name];
  return {
    physicalLocation: {
      artifactLocation: { uri: `k8s/${place.map(uriSegment).join('/')}.yaml`, uriBaseId: '%SRCROOT%' },
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

/** One segment of a URI's path, whatever stands in the name: `system:node` has a colon, and `..` would climb. */
export function uriSegment(text: string): string {
  const segment = encodeURIComponent(text.toWellFormed());
  return /^\.*$/.test(segment) ? `_${segment}` : segment;
}
