import type { ModelRequest } from './backend.ts';
import { ModelError } from './failure.ts';

/** What this server understands; learnt from its refusals. */
export interface Dialect {
  readonly tokensField: 'max_tokens' | 'max_completion_tokens';
  /** Whether it can hold a model to a schema. */
  readonly constrains: boolean;
}

export const FIRST_DIALECT: Dialect = { tokensField: 'max_tokens', constrains: true };

const SEED = 7;

/** The body of `POST /chat/completions`. */
export function chatBody(model: string, request: ModelRequest, dialect: Dialect): object {
  const format = { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: request.schema } };
  return {
    model,
    messages: [
      { role: 'system', content: dialect.constrains ? request.system : withSchema(request) },
      { role: 'user', content: request.user },
    ],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0,
    seed: SEED,
    [dialect.tokensField]: request.answerTokens,
    ...(dialect.constrains ? { response_format: format } : {}),
  };
}

/** The schema in words, for a model that nothing else holds to it. */
function withSchema(request: ModelRequest): string {
  const schema = JSON.stringify(request.schema);
  if (request.system.includes(schema) || request.user.includes(schema)) return request.system;
  return `${request.system}\nAnswer with one JSON object that follows this JSON Schema, and nothing else:\n${schema}`;
}

/** The dialect to try next after a refusal; null where another one would not help. */
export function nextDialect(thrown: unknown, dialect: Dialect): Dialect | null {
  if (!(thrown instanceof ModelError) || thrown.failure.kind !== 'refused') return null;
  // 422 is what servers written with FastAPI say instead of 400.
  if (thrown.status !== 400 && thrown.status !== 422) return null;
  if (dialect.constrains && /response_format|json_schema|guided|grammar/i.test(thrown.said)) {
    return { ...dialect, constrains: false };
  }
  if (dialect.tokensField === 'max_tokens' && /max_tokens|max_completion_tokens/.test(thrown.said)) {
    return { ...dialect, tokensField: 'max_completion_tokens' };
  }
  return null;
}
