import { listText } from '../../base/list-text.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { isBadPhase } from '../../kube/custom/polarity.ts';
import { groupOf, kindOf } from '../../kube/kinds.ts';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import { listed } from '../../snapshot/coverage.ts';
import { createKeeper } from '../../snapshot/keep.ts';
import { type KindRead, whole } from './join-namespaces.ts';
import type { ListOutcome } from './list-objects.ts';
import { listPages } from './list-pages.ts';
import type { Reading } from './reading.ts';

type Definition = ObjectOf<'CustomResourceDefinition'>;

const AT_A_TIME = 8;
const NAMES_SHOWN = 3;

/** Where the objects of one definition are listed. */
interface Place {
  readonly name: string;
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * Lists the custom resources of all kinds that the catalogue does not know, and keeps those that carry conditions.
 *
 * @param namespaces null for all
 */
export async function readCustomResources(
  reading: Reading,
  definitions: KindRead,
  namespaces: readonly string[] | null,
): Promise<KindRead> {
  if (definitions.coverage.state !== 'listed') {
    const { state, reason } = definitions.coverage;
    return { coverage: { ...definitions.coverage, kind: 'CustomResource', state, reason }, objects: [] };
  }
  const places = definitions.objects.flatMap((object) => placesOf(object as Definition, namespaces));
  const refused: string[] = [];
  const objects: KubeObject[] = [];
  let worst: Exclude<ListOutcome, { state: 'ok' }> | undefined;
  await mapBounded(places, AT_A_TIME, async (place) => {
    const outcome = await listAt(reading, place);
    if (outcome.state === 'ok') objects.push(...outcome.objects);
    else if (outcome.state !== 'absent') {
      worst ??= outcome;
      refused.push(place.name);
    }
  });
  reading.progress.done('CustomResource');
  if (worst !== undefined && refused.length === places.length) return whole('CustomResource', worst);
  const reason = worst === undefined ? null : `${listText([...new Set(refused)].sort(), NAMES_SHOWN)}: ${worst.reason}`;
  return { coverage: { ...listed('CustomResource'), reason }, objects };
}

function placesOf({ spec }: Definition, namespaces: readonly string[] | null): readonly Place[] {
  const { group = '', names, versions = [], scope } = spec ?? {};
  const { kind = '', plural = '' } = names ?? {};
  const version = versions.find(({ storage, served }) => storage && served) ?? versions.find(({ served }) => served);
  if (version?.name === undefined || kindOf(`${group}/${version.name}`, kind) !== undefined) return [];
  const root = `/apis/${group}/${version.name}`;
  const place = { name: `${plural}.${group}`, apiVersion: `${group}/${version.name}`, kind };
  if (scope === 'Cluster' || namespaces === null) return [{ ...place, path: `${root}/${plural}` }];
  return namespaces.map((one) => ({ ...place, path: `${root}/namespaces/${encodeURIComponent(one)}/${plural}` }));
}

async function listAt(
  { api, signal, progress, extra }: Reading,
  { path, apiVersion, kind }: Place,
): Promise<ListOutcome> {
  const objects: KubeObject[] = [];
  const keep = createKeeper('CustomResource', extra);
  const refusal = await listPages(api, { path }, signal, (items, remaining) => {
    for (const item of items) {
      const object = keep(named(item, apiVersion, kind));
      if (object !== undefined && (isJudged(object) || extra?.has('CustomResource'))) objects.push(object);
    }
    progress.page('CustomResource', items.length, remaining);
  });
  return refusal ?? { state: 'ok', objects };
}

/** Some servers leave out of an item what the list says already. */
function named(item: unknown, apiVersion: string, kind: string): unknown {
  return typeof item === 'object' && item !== null ? Object.assign(item, { apiVersion, kind }) : item;
}

/** True for an object that says how it is. */
function isJudged(object: KubeObject): boolean {
  const { status } = object as ObjectOf<'CustomResource'>;
  if ((status?.conditions?.length ?? 0) > 0) return true;
  return isBadPhase(groupOf(object.apiVersion), object.kind, String(status?.['phase'] ?? ''));
}
