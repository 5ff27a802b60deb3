import { createHash } from 'node:crypto';
import type { Backend, ModelIdentity } from '../model/backend.ts';
import { PROMPT_VERSION } from '../prompt/rules.ts';
import { VERIFY_VERSION } from '../verify/verify-version.ts';

/** Everything that an answer depends on. */
export interface KeyParts {
  readonly backend: Pick<Backend, 'name' | 'address'>;
  readonly identity: ModelIdentity;
  readonly language: string;
  readonly masked: boolean;
  readonly system: string;
  /** The canonical text of the prompt. */
  readonly prompt: string;
}

/** The key of an answer: 64 hexadecimal digits. Another model, language, masking or prompt is another key. */
export function keyOf({ backend, identity, language, masked, system, prompt }: KeyParts): string {
  // A digest says all about a model; without one, another server may have another under the same name.
  const where = identity.digest === null ? backend.address : '';
  const versions = [PROMPT_VERSION, VERIFY_VERSION];
  const all = [versions, backend.name, where, identity.name, identity.digest, language, masked, system, prompt];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}
