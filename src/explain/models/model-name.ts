import { MekhanikubeError } from '../../base/errors.ts';

/** Where a model comes from. */
export interface ModelName {
  /** The registry, with its port where it has one. */
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
}

const PART = /^[A-Za-z0-9_][\w.-]*$/;
const HOST = /^[A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?$/;

/**
 * Reads `model`, `user/model` or `host/user/model`, each with or without `:tag`, as Ollama does.
 *
 * @throws MekhanikubeError `usage` for anything else
 */
export function parseModelName(name: string): ModelName {
  const parts = name.split('/');
  const [model = '', tag = 'latest', ...more] = (parts.pop() ?? '').split(':');
  const user = parts.pop() ?? 'library';
  const host = parts.pop() ?? 'registry.ollama.ai';
  const isName = [model, tag, user].every((part) => PART.test(part)) && HOST.test(host);
  if (!isName || more.length > 0 || parts.length > 0) {
    throw new MekhanikubeError('usage', `${JSON.stringify(name)} is no name of a model`, {
      hint: 'a name is like qwen3:4b-instruct, or host/user/model:tag for another registry',
    });
  }
  return { host, repository: `${user}/${model}`, tag };
}
