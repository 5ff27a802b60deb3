import { listText } from '../../base/list-text.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { ModelIdentity } from './backend.ts';
import { exchange } from './exchange.ts';
import { modelError } from './failure.ts';
import { fullName, RUNNING, TAGS } from './ollama-answers.ts';
import { client, type OllamaModel } from './ollama-server.ts';

/**
 * Looks for the model among those that the server has.
 *
 * @throws ModelError
 */
export async function identify(known: OllamaModel, signal: AbortSignal): Promise<ModelIdentity> {
  const { who, model } = known;
  const tags = await exchange(known, { who: `Ollama at ${known.baseUrl}`, accepts: 'json', signal }, async (guarded) =>
    TAGS.parse(await client(known, guarded).list()),
  );
  const found = tags.models.find((entry) => fullName(entry.name) === fullName(model));
  if (found === undefined) {
    const installed = tags.models.map((entry) => entry.name);
    throw modelError('model-missing', `${who} is not installed; ${installedText(model, installed)}`);
  }
  return { name: found.name, digest: found.digest, parallel: await parallel(known, signal) };
}

function installedText(model: string, installed: readonly string[]): string {
  const near = nearMisses(model, installed);
  if (near.length > 0) return `${listText(near)} ${near.length === 1 ? 'is' : 'are'}`;
  return installed.length === 0 ? 'no model is' : `${listText(installed)} ${installed.length === 1 ? 'is' : 'are'}`;
}

/** Two for a model that is wholly on a GPU. On a CPU a second request only slows the first one down. */
async function parallel(known: OllamaModel, signal: AbortSignal): Promise<number> {
  const running = await exchange(known, { who: known.who, accepts: 'json', signal }, async (guarded) =>
    RUNNING.parse(await client(known, guarded).ps()),
  ).catch(() => ({ models: [] }));
  const ours = running.models.find((entry) => fullName(entry.name) === fullName(known.model));
  return ours !== undefined && ours.size > 0 && ours.size_vram >= ours.size ? 2 : 1;
}
