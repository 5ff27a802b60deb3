import { compareText } from '../../base/collate.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { Pod } from '../object.ts';
import { isReady } from '../pods.ts';
import { parseImage } from './image-reference.ts';

/**
 * Finds, among the images that ready pods run, those that may have been meant by one that does not exist: other tags
 * of its repository, or repositories of its registry with nearly its name. At most three. For `view.shared`.
 */
export function imagesInUse(view: { all(kind: 'Pod'): readonly Pod[] }): (image: string) => string[] {
  const byRepository = new Map<string, Set<string>>();
  const seen = new Set<string>();
  for (const pod of view.all('Pod')) {
    if (!isReady(pod)) continue;
    for (const { image } of pod.spec?.containers ?? []) {
      if (image === undefined || seen.has(image)) continue;
      seen.add(image);
      const repository = repositoryOf(image);
      byRepository.set(repository, (byRepository.get(repository) ?? new Set()).add(image));
    }
  }
  const known = new Map<string, string[]>();
  return (image) => {
    const found = known.get(image) ?? similarTo(image, byRepository);
    known.set(image, found);
    return found;
  };
}

function similarTo(image: string, byRepository: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const wanted = repositoryOf(image);
  const same = byRepository.get(wanted);
  if (same !== undefined)
    return [...same]
      .filter((other) => other !== image)
      .sort(compareText)
      .slice(0, 3);
  // Names of other registries are as far apart as can be, and names under one host share most of their letters.
  const host = wanted.slice(0, wanted.indexOf('/'));
  const paths = new Map(
    [...byRepository.keys()].flatMap((key) => (key.startsWith(`${host}/`) ? [[key.slice(host.length), key]] : [])),
  );
  return nearMisses(wanted.slice(host.length), paths.keys(), 3).flatMap((path) => [
    ...[...(byRepository.get(paths.get(path) ?? '') ?? [])].sort(compareText).slice(0, 1),
  ]);
}

function repositoryOf(image: string): string {
  const parsed = parseImage(image);
  return parsed === undefined ? image : `${parsed.registry}/${parsed.repository}`;
}
