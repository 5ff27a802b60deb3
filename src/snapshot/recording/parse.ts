import { MekhanikubeError } from '../../base/errors.ts';
import { cutOff } from './own-format.ts';

/**
 * The documents of a JSON or YAML file: one of JSON, any number of YAML.
 *
 * @throws MekhanikubeError `input-unreadable` for text that is neither
 */
export async function parseDocuments(source: string, text: string): Promise<readonly unknown[]> {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') {
    throw new MekhanikubeError('input-unreadable', `${source} is empty`, {
      hint: 'expected the output of kubectl get -o json, or a file of mekhanikube snapshot',
    });
  }
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    try {
      return [JSON.parse(trimmed)];
    } catch (thrown) {
      if (!/[}\]]$/.test(trimmed)) throw cutOff(source, thrown);
      throw foreign(source, thrown);
    }
  }
  const { loadAll } = await import('js-yaml');
  try {
    // Through JSON: YAML makes dates of timestamps, and the API sends text.
    return loadAll(trimmed).map((document) => JSON.parse(JSON.stringify(document ?? null)));
  } catch (thrown) {
    throw foreign(source, thrown);
  }
}

function foreign(source: string, cause: unknown): MekhanikubeError {
  return new MekhanikubeError('input-unreadable', `${source} is neither JSON nor YAML`, {
    hint: 'expected: a file of mekhanikube snapshot, the output of kubectl get -o json, a folder of such files, or a support bundle',
    cause,
  });
}
