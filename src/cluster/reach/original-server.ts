import { z } from 'zod';
import type { ClusterEntry } from '../kubeconfig/schema.ts';

const NAME = 'mekhanikube.io/prepare';
const Note = z.object({ server: z.string() });

/** Notes the address that the user wrote, which another one takes the place of. */
export function withOriginalServer(cluster: ClusterEntry, server: URL): ClusterEntry {
  const others = (cluster.extensions ?? []).filter(({ name }) => name !== NAME);
  return { ...cluster, extensions: [...others, { name: NAME, extension: { server: server.href } }] };
}

/** The address that the user wrote, where a prepared kubeconfig has another; null where it has none. */
export function originalServer(cluster: ClusterEntry): URL | null {
  const note = Note.safeParse(cluster.extensions?.find(({ name }) => name === NAME)?.extension);
  return note.success ? URL.parse(note.data.server) : null;
}
