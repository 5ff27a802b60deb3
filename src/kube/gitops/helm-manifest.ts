import type { Keyed } from '../object.ts';
import { replacementOf } from '../versions/removed-apis.ts';

type Use = NonNullable<Keyed['removedApis']>[number];

/**
 * The objects of a release's manifest that are written under versions of APIs which some release of Kubernetes no
 * longer serves. Nothing else of the manifest is returned: it holds the values of the release's Secrets.
 *
 * Only the lines that say what an object is are looked at, as Helm does before it sorts manifests: templates render to
 * much that is no YAML to others.
 *
 * @see https://helm.sh/docs/topics/kubernetes_apis/
 */
export function removedApisIn(manifest: string): readonly Use[] {
  return manifest.split(/^---.*$/m).flatMap((document) => {
    const apiVersion = topValue(document, 'apiVersion');
    const kind = topValue(document, 'kind');
    if (replacementOf(apiVersion, kind) === undefined) return [];
    const metadata = /^metadata:[ \t]*\r?\n((?:[ \t]+.*(?:\r?\n|$)|\r?\n)*)/m.exec(document)?.[1] ?? '';
    const indent = /^[ \t]*(?=\S)/m.exec(metadata)?.[0] ?? '';
    const fieldOf = (key: string): string =>
      unquoted(new RegExp(`^${indent}["']?${key}["']?:[ \\t]*(.*)$`, 'm').exec(metadata)?.[1] ?? '');
    return [{ apiVersion, kind, namespace: fieldOf('namespace') || null, name: fieldOf('name') }];
  });
}

function topValue(document: string, key: string): string {
  return unquoted(new RegExp(`^["']?${key}["']?:[ \\t]*(.*)$`, 'm').exec(document)?.[1] ?? '');
}

/** A plain or quoted scalar of one line, without what follows it. */
function unquoted(text: string): string {
  return /^(["'])(.*?)\1/.exec(text)?.[2] ?? text.replace(/(^|\s)#.*$/, '').trim();
}
