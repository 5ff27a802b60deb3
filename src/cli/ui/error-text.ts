import { MekhanikubeError, messageOf } from '../../base/errors.ts';

/**
 * An error as a person reads it: what failed, then what to do. Without a stack, which `--debug` adds.
 */
export function errorText(thrown: unknown, debug: boolean): string {
  const lines = [`error: ${plain(messageOf(thrown))}`];
  if (thrown instanceof MekhanikubeError) {
    if (thrown.hint !== undefined) lines.push(`  ${plain(thrown.hint)}`);
  } else {
    lines.push('  this is a bug of mekhanikube: run again with --debug and report what it prints');
  }
  if (debug) lines.push(...causesOf(thrown));
  return `${lines.join('\n')}\n`;
}

function causesOf(thrown: unknown): readonly string[] {
  const stacks: string[] = [];
  for (let at = thrown; at instanceof Error; at = at.cause) stacks.push(at.stack ?? at.message);
  return stacks;
}

/** Servers put what they like into messages: no control character of theirs reaches the terminal. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it takes out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
}
