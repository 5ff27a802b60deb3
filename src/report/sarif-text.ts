import type { Severity } from '../findings/severity.ts';
import { visible } from './visible.ts';

type Level = 'error' | 'warning' | 'note';

export const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/**
 * Text of a SARIF message: what looks like a placeholder (`{0}`) or an embedded link (`[text](target)`) is not one.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317459
 */
export function sarifText(text: string): string {
  return visible(text)
    .replace(/\{(\d+)\}/g, '{{$1}}')
    .replaceAll('](', '] (');
}
