import type { Json, JsonObject } from '../base/json.ts';
import type { Fix } from '../findings/finding.ts';
import { SECRET_MARK, withoutSecrets } from '../kube/sensitive.ts';

/** Masks secret values in every string of a JSON value; a string under a key that names a secret counts as its value. */
export function valueWithoutSecrets(value: Json, key = ''): Json {
  if (typeof value === 'string') {
    const assigned = `${key}=${value}`;
    return key !== '' && withoutSecrets(assigned) === `${key}=${SECRET_MARK}` ? SECRET_MARK : withoutSecrets(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((one) => valueWithoutSecrets(one));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, valueWithoutSecrets(one, name)]));
}

/** The same for the facts of a check, whose own keys are words of ours: `secretKey` is a key's name there, no value. */
export function factsWithoutSecrets(facts: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(facts).map(([name, one]) => [
      name,
      isObject(one) ? factsWithoutSecrets(one) : isList(one) ? one.map(entryWithoutSecrets) : valueWithoutSecrets(one),
    ]),
  );
}

function entryWithoutSecrets(entry: Json): Json {
  return isObject(entry) ? factsWithoutSecrets(entry) : valueWithoutSecrets(entry);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** A fix that is safe to print and to send: a log line or an event can have brought a token into it. */
export function fixWithoutSecrets({ text, command }: Fix): Fix {
  return { text: withoutSecrets(text), command: command === null ? null : withoutSecrets(command) };
}
