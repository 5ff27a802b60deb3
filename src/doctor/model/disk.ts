import { byteText } from '../../explain/models/byte-text.ts';
import type { ModelFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'skip' }
  | {
      readonly status: 'ok' | 'warn';
      readonly path: string;
      readonly freeBytes: number;
      readonly needed: number | null;
    };

export const disk = defineLine<ModelFacts, Judged>({
  area: 'model',
  name: 'disk',
  judge(model) {
    if (model.state !== 'answered') return null;
    const { folder, recommended } = model;
    if (folder === null || folder.freeBytes === null) return { status: 'skip' };
    const needed = recommended === null || recommended.installed ? null : recommended.downloadBytes;
    const status = needed !== null && folder.freeBytes < needed ? 'warn' : 'ok';
    return { status, path: folder.path, freeBytes: folder.freeBytes, needed };
  },
  words(judged) {
    if (judged.status === 'skip') return { seen: "the server's models lie where this machine does not see them" };
    const { status, path, freeBytes, needed } = judged;
    const takes = needed === null ? '' : `; the recommended model takes ${byteText(needed)}`;
    return {
      seen: `${byteText(freeBytes)} are free for models in ${path}${takes}`,
      mend: status === 'warn' ? 'make room there, or remove a model: ollama rm NAME' : null,
    };
  },
});
