import { SECRET_MARK, withoutSecrets } from '../kube/sensitive.ts';
import type { PlannedWrite } from '../remedy/plan/plan.ts';

type Path = PlannedWrite['changes'][number]['path'];

const VALUE_SHOWN = 120;

/** A value that was changed, in one line, without what is nobody's business. */
export function changedValueText(value: unknown, path: Path): string {
  if (value === undefined || value === null) return '(none)';
  const shown = withoutVariables(value, path);
  const text = withoutSecrets(typeof shown === 'string' ? shown : JSON.stringify(shown));
  return text.length > VALUE_SHOWN ? `${text.slice(0, VALUE_SHOWN)}...` : text;
}

/** Literal values of environment variables are for no screen that others see: they are masked, wherever they stand. */
export function withoutVariables(value: unknown, path: Path): unknown {
  const [above, last] = [path.at(-2), path.at(-1)];
  if (path.includes('env') && last === 'value') return SECRET_MARK;
  if (last === 'env') return masked('env', value);
  if (above === 'env') return maskedVariable(value);
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value, masked)) : value;
}

function masked(key: string, value: unknown): unknown {
  return key === 'env' && Array.isArray(value) ? value.map(maskedVariable) : value;
}

function maskedVariable(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'value' in entry ? { ...entry, value: SECRET_MARK } : entry;
}
