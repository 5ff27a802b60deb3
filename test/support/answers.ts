import { answer, type Behaviour, type SeenRequest } from './fake-model/index.ts';

/** What a model was asked, as far as a recorded answer needs it. */
export interface Question {
  readonly system: string;
  readonly user: string;
  /** The schema that it has to keep to. */
  readonly schema: string;
}

/** Reads a question back from a request of either protocol. */
export function questionOf({ json }: SeenRequest): Question {
  const body = json as {
    messages: { role: string; content: string }[];
    format?: unknown;
    response_format?: unknown;
  };
  const of = (role: string) => body.messages.find((message) => message.role === role)?.content ?? '';
  return { system: of('system'), user: of('user'), schema: JSON.stringify(body.format ?? body.response_format) };
}

/** The finding's own message, as the prompt tells it. */
export function causeIn({ user }: Question): string {
  return /^C1: (.*)$/m.exec(user)?.[1] ?? '';
}

/** An explanation with these words, and choices that are always there. */
export function explanation(
  request: SeenRequest,
  words: { summary: string; why?: string; unknowns?: string[] },
): Behaviour {
  const object = /^Objects: ([^;\n]+)/m.exec(questionOf(request).user)?.[1] ?? '';
  return answer({
    cause: 'C1',
    evidence: ['E1'],
    fixes: [],
    object,
    summary: words.summary,
    unknowns: words.unknowns ?? [],
    why: words.why ?? '',
  });
}

/** Says what the finding says, and nothing else. */
export function honest(request: SeenRequest): Behaviour {
  return explanation(request, { summary: `${causeIn(questionOf(request)).replace(/\.$/, '')}.` });
}
