import type { Write } from '../write.ts';

/** The parts of a write that an autoscaler may hold to be its own. */
export function managedParts(write: Write): ReadonlySet<'replicas' | 'resources'> {
  const parts = new Set<'replicas' | 'resources'>();
  if (write.verb !== 'patch') return parts;
  if (write.subresource === 'resize') parts.add('resources');
  for (const { path } of write.edits) {
    const [first, second] = path;
    if (first === 'spec' && (second === undefined || second === 'replicas')) parts.add('replicas');
    if (path.includes('resources')) parts.add('resources');
  }
  return parts;
}
