import type { KubeObject } from '../../kube/object.ts';

/** Labels and annotations by which those who apply a Git repository mark what is theirs. */
const MARKS: readonly { readonly key: string; readonly value: RegExp; readonly by: string }[] = [
  { key: 'argocd.argoproj.io/tracking-id', value: /./, by: 'Argo CD' },
  { key: 'argocd.argoproj.io/instance', value: /./, by: 'Argo CD' },
  { key: 'kustomize.toolkit.fluxcd.io/name', value: /./, by: 'Flux' },
  { key: 'helm.toolkit.fluxcd.io/name', value: /./, by: 'Flux' },
  { key: 'meta.helm.sh/release-name', value: /./, by: 'Helm' },
  { key: 'app.kubernetes.io/managed-by', value: /^helm$/i, by: 'Helm' },
];

/** Names under which they write, as `managedFields` has them. */
const WRITERS: Readonly<Record<string, string>> = {
  'argocd-controller': 'Argo CD',
  'argocd-application-controller': 'Argo CD',
  'argocd-server': 'Argo CD',
  'kustomize-controller': 'Flux',
  'helm-controller': 'Flux',
  helm: 'Helm',
};

/** Who applies an object from elsewhere, and by what that is known: `Argo CD (annotation …)`; undefined for nobody. */
export function gitOwnerOf({ metadata }: KubeObject): string | undefined {
  for (const { key, value, by } of MARKS) {
    for (const [what, map] of [
      ['label', metadata.labels],
      ['annotation', metadata.annotations],
    ] as const) {
      const found = map?.[key];
      if (found !== undefined && value.test(found)) return `${by} (${what} ${key}=${found})`;
    }
  }
  // What was written to a subresource only is not theirs.
  const entry = metadata.managedFields?.find(
    ({ manager = '', subresource }) => !subresource && Object.hasOwn(WRITERS, manager),
  );
  return entry?.manager === undefined ? undefined : `${WRITERS[entry.manager] ?? ''} (field manager ${entry.manager})`;
}
