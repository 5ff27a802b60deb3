/** The summary in an answer that is still being written, as far as it goes: JSON cannot be shown before it is whole. */
export function summarySoFar(text: string): string {
  const written = /"summary"\s*:\s*"((?:[^"\\]|\\.)*)/s.exec(text)?.[1] ?? '';
  try {
    // What is written may end in the middle of an escape.
    const whole: unknown = JSON.parse(`"${written.replace(/\\(u[0-9a-f]{0,3})?$/i, '')}"`);
    return typeof whole === 'string' ? whole : '';
  } catch {
    return '';
  }
}
