import type { Container, PodSpec } from '../object.ts';
import { inContainers, type Offence } from '../security/offence.ts';

const SECRET_NAME =
  /(^|[_-])(PASSWORD|PASSWD|PWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|CLIENT_?SECRET|CREDENTIALS?)([_-]?(VALUE|\d{1,2}))?$/i;
/** Names that hold one of those words and mean a place or a switch. */
const NO_SECRET_VALUE = /^(|true|false|yes|no|none|null|disabled?|enabled?|on|off|\d{1,5}|\/.*|\$\([\w.-]+\))$/i;
const MOST_NAMES = 20;
const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]{0,252}$/;

/**
 * The names of the variables that are called like a secret and have their value in the manifest. For the cut: of the
 * values nothing is kept.
 *
 * @param raw a container as the API sent it, or as it was kept
 */
export function literalSecretsIn(raw: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const noted = raw['literalSecrets'];
  const names = Array.isArray(noted) ? noted.filter(isVariableName) : named(raw['env']);
  return names.length === 0 ? undefined : names.slice(0, MOST_NAMES);
}

function named(env: unknown): readonly string[] {
  if (!Array.isArray(env)) return [];
  return env.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const [name, value]: unknown[] = [Reflect.get(entry, 'name'), Reflect.get(entry, 'value')];
    if (typeof name !== 'string' || typeof value !== 'string' || !SECRET_NAME.test(name)) return [];
    return NO_SECRET_VALUE.test(value) ? [] : [name];
  });
}

function isVariableName(name: unknown): name is string {
  return typeof name === 'string' && NAME.test(name) && SECRET_NAME.test(name);
}

/** Variables that are called like a secret and have their value in the manifest; by name only. */
export function literalSecrets(spec: PodSpec): readonly Offence[] {
  return inContainers(spec, (_context, container: Container) =>
    (container.literalSecrets ?? []).map((name) => ['env[].name', name] as const),
  );
}

/** Secrets that a container gets as variables. */
export function secretsInVariables(spec: PodSpec): readonly Offence[] {
  return inContainers(spec, (_context, { env = [], envFrom = [] }) => {
    const single = env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []);
    const whole = envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []);
    return [
      ...[...new Set(single)].map((name) => ['env[].valueFrom.secretKeyRef.name', name] as const),
      ...whole.map((name) => ['envFrom[].secretRef.name', name] as const),
    ];
  });
}
