import { z } from 'zod';
import { groupOf } from '../../kube/kinds.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';
import type { AnyKind } from '../live/reader.ts';
import type { Edit } from '../write.ts';

/** A manifest as a param: `status` and what the server keeps have no place in it. */
export const Manifest = z.looseObject({
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  metadata: z.strictObject({
    name: z.string().min(1).max(253),
    namespace: z.string().min(1).max(63).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

export type ManifestParam = z.infer<typeof Manifest>;

/** Kinds that a manifest may be of. What grants rights, admits requests, holds Secrets or is cluster-wide is not here. */
const KINDS: ReadonlySet<string> = new Set([
  '/ConfigMap',
  '/Service',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/StatefulSet',
  'autoscaling/HorizontalPodAutoscaler',
  'batch/CronJob',
  'batch/Job',
  'networking.k8s.io/Ingress',
]);

/** True for a kind that may be applied. */
export function isAppliable({ apiVersion, kind }: AnyKind): boolean {
  return KINDS.has(`${groupOf(apiVersion)}/${kind}`);
}

/** The manifest as an object of this namespace. */
export function inNamespace(manifest: ManifestParam, namespace: string | null): KubeObject {
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, ...(namespace === null ? {} : { namespace }) } } as KubeObject;
}

/** The object that the manifest is about. */
export function manifestRef({ apiVersion, kind, metadata }: ManifestParam, namespace: string | null): ObjectRef {
  return { apiVersion, kind, namespace, name: metadata.name };
}

/** Fields that the API server does not let anybody change, by kind. */
const FIXED: Readonly<Record<string, RegExp>> = {
  DaemonSet: /^spec\.selector/,
  Deployment: /^spec\.selector/,
  Job: /^spec\.(selector|template|completions|completionMode)/,
  Service: /^spec\.(clusterIP|clusterIPs|type)/,
  StatefulSet: /^spec\.(selector|serviceName|volumeClaimTemplates|podManagementPolicy)/,
};

/** The paths among these edits that cannot be changed in an object that exists. */
export function fixedPaths(kind: string, edits: readonly Edit[]): readonly string[] {
  const pattern = Object.hasOwn(FIXED, kind) ? FIXED[kind] : undefined;
  const texts = edits.map(({ path }) => path.filter((segment) => typeof segment === 'string').join('.'));
  return texts.filter((text) => pattern?.test(text));
}
