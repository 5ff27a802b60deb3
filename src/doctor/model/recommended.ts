import type { ModelFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

interface Judged {
  readonly status: 'ok' | 'skip';
  readonly name: string | null;
  readonly reason: string;
}

/** Another model than the recommended one is the user's choice, and no fault. */
export const recommended = defineLine<ModelFacts, Judged>({
  area: 'model',
  name: 'recommended',
  judge(model) {
    if (model.state !== 'answered') return null;
    const { recommended: best, reason } = model;
    return { status: best === null ? 'skip' : 'ok', name: best?.name ?? null, reason };
  },
  words: ({ name, reason }) => ({ seen: name === null ? `no model: ${reason}` : `${name}: ${reason}` }),
});
