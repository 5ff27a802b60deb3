import { compareText } from '../../base/collate.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { Pod } from '../object.ts';
import { isReady } from '../pods.ts';
import { parseImage } from './image-reference.ts';

/** So many names are compared with each one that is not there. */
const FEW = 500;

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
  const byHost = Map.groupBy(byRepository.keys(), hostOf);
  return (image) => {
    const found = known.get(image) ?? similarTo(image, byRepository, byHost);
    known.set(image, found);
    return found;
  };
}

function similarTo(
  image: string,
  byRepository: ReadonlyMap<string, ReadonlySet<string>>,
  byHost: ReadonlyMap<string, readonly string[]>,
): string[] {
  const wanted = repositoryOf(image);
  const same = byRepository.get(wanted);
  if (same !== undefined)
    return [...same]
      .filter((other) => other !== image)
      .sort(compareText)
      .slice(0, 3);
  // Names of other registries are as far apart as can be, and names under one host share most of their letters.
  const host = hostOf(wanted);
  const paths = near(wanted, byHost.get(host) ?? []).map((repository) => repository.slice(host.length));
  return nearMisses(wanted.slice(host.length), paths, 3).flatMap((path) =>
    [...(byRepository.get(`${host}${path}`) ?? [])].sort(compareText).slice(0, 1),
  );
}

/** Of the many repositories of a large registry, those in the same folder and those of the same name in another. */
function near(wanted: string, repositories: readonly string[]): readonly string[] {
  if (repositories.length <= FEW) return repositories;
  const [folder, name] = [folderOf(wanted), wanted.slice(folderOf(wanted).length)];
  return repositories.filter(
    (one) => (one.startsWith(folder) && !one.includes('/', folder.length)) || one.endsWith(name),
  );
}

function folderOf(repository: string): string {
  return repository.slice(0, repository.lastIndexOf('/') + 1);
}

function hostOf(repository: string): string {
  return repository.slice(0, Math.max(0, repository.indexOf('/')));
}

function repositoryOf(image: string): string {
  const parsed = parseImage(image);
  return parsed === undefined ? image : `${parsed.registry}/${parsed.repository}`;
}
