import { z } from 'zod';
import { RunId } from '../journal/record.ts';
import { ClusterUid } from './manifest.ts';

/** The folder that all of an archive is in. */
const ROOT = 'mekhanikube-backup';

/** The list of checksums, as `sha256sum -c` takes it. */
export const SUMS = `${ROOT}/SHA256SUMS`;

const PATH = /^mekhanikube-backup\/([^/]+)\/([^/]+)\/((?:[A-Za-z0-9._~%-]+\/)*[A-Za-z0-9._~%-]+)$/;
const Parts = z.tuple([ClusterUid, RunId, z.string()]);

/** Where a file of a run is in the archive. */
export function archivePath(cluster: string, run: string, path: string): string {
  return [ROOT, cluster, run, path].join('/');
}

/** What a path in an archive stands for; undefined for one that leads anywhere else. */
export function partsOf(
  archived: string,
): { readonly cluster: string; readonly run: string; readonly path: string } | undefined {
  const match = PATH.exec(archived);
  const parts = Parts.safeParse(match?.slice(1));
  if (!parts.success) return undefined;
  const [cluster, run, path] = parts.data;
  return path.split('/').some((part) => part === '.' || part === '..') ? undefined : { cluster, run, path };
}
