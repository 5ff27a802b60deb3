import { load } from 'js-yaml';
import { MekhanikubeError } from '../../../base/errors.ts';

/**
 * Params as they are typed: `replicas=3`, `container=web`, `memory={"factor":1.5,"ceiling":"1Gi"}`, or with dots,
 * `memory.factor=1.5`. Values are read as YAML, so that numbers are numbers.
 *
 * @throws MekhanikubeError `usage`
 */
export function paramsFrom(typed: readonly string[]): Readonly<Record<string, unknown>> {
  const params: Record<string, unknown> = {};
  for (const text of typed) {
    const at = text.indexOf('=');
    if (at < 1) throw wrong(text, 'for example --param replicas=3');
    put(params, text.slice(0, at).split('.'), readValue(text, text.slice(at + 1)), text);
  }
  return params;
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown, text: string): void {
  const [key = '', ...rest] = path;
  if (key === '' || key === '__proto__') throw wrong(text, 'a name is missing');
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = Object.hasOwn(into, key) ? into[key] : {};
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner))
    throw wrong(text, `${key} has a value already`);
  into[key] = inner;
  put(inner as Record<string, unknown>, rest, value, text);
}

function readValue(text: string, value: string): unknown {
  try {
    return value === '' ? '' : load(value);
  } catch {
    throw wrong(text, 'the value is no YAML; put it in quotes');
  }
}

function wrong(text: string, hint: string): MekhanikubeError {
  return new MekhanikubeError('usage', `--param: "${text}" is no name and value`, { hint });
}
