import { type DisplayOptions, terminalOf } from '../../ui/terminal.ts';

/** How text is laid out on standard output. */
export function layout(options: DisplayOptions & { readonly ascii?: boolean; readonly verbose?: boolean }) {
  const { width, color } = terminalOf(process.stdout, options, process.env);
  return { width, color, ascii: options.ascii ?? false, verbose: options.verbose ?? false };
}
