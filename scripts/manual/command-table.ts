import type { Argument, Command, Option } from 'commander';

/** What a reader has to know about one command, as the program itself has it. */
export interface CommandEntry {
  /** As it is typed: `mekhanikube model pull`. */
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  readonly aliases: readonly string[];
  readonly arguments: readonly Described[];
  readonly groups: readonly FlagGroup[];
  /** What the help prints behind the flags: examples, exit codes. */
  readonly sections: readonly Section[];
}

export interface Described {
  readonly term: string;
  readonly about: string;
}

export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly Described[];
}

export interface Section {
  /** Null for a paragraph. */
  readonly title: string | null;
  /** Without their indentation. */
  readonly lines: readonly string[];
}

/** The program, then every command that the help shows, in its order; a command before what belongs to it. */
export function commandTable(program: Command): readonly CommandEntry[] {
  return [entryOf(program, []), ...below(program, [program.name()])];
}

function below(command: Command, path: readonly string[]): readonly CommandEntry[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((inner) => inner.name() !== 'help')
    .flatMap((inner) => [entryOf(inner, path), ...below(inner, [...path, inner.name()])]);
}

function entryOf(command: Command, path: readonly string[]): CommandEntry {
  const name = [...path, command.name()].join(' ');
  return {
    name,
    usage: `${name} ${command.usage()}`.trim(),
    about: command.description(),
    aliases: command.aliases(),
    arguments: command.registeredArguments.map(described),
    groups: groupsOf(command),
    sections: sectionsOf(command),
  };
}

function described(argument: Argument): Described {
  return { term: argument.name(), about: argument.description };
}

function groupsOf(command: Command): readonly FlagGroup[] {
  const help = command.createHelp();
  // Every command has --help: once is enough.
  const options = help.visibleOptions(command).filter(({ long }) => command.parent === null || long !== '--help');
  const grouped = help.groupItems([...command.options], options, (option) => option.helpGroupHeading ?? 'Options:');
  return [...grouped]
    .filter(([, flags]) => flags.length > 0)
    .map(([title, flags]) => ({ title: title.replace(/:$/, ''), flags: flags.map(flagOf) }));
}

function flagOf(option: Option): Described {
  const choices = option.argChoices === undefined ? [] : [`one of ${option.argChoices.join(', ')}`];
  const standard = typeof option.defaultValue === 'string' ? [`default ${option.defaultValue}`] : [];
  const variable = option.envVar === undefined ? [] : [`also $${option.envVar}`];
  return { term: option.flags, about: [option.description, ...choices, ...standard, ...variable].join('; ') };
}

/** What `addHelpText` adds is known to nobody but the help as it is printed. */
function sectionsOf(command: Command): readonly Section[] {
  let printed = '';
  const before = command.configureOutput();
  command.configureOutput({ writeOut: (text) => (printed += text) });
  command.outputHelp();
  command.configureOutput(before);
  const added = printed.slice(command.helpInformation().length);
  return added
    .split('\n\n')
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(sectionOf);
}

/** `Examples:` and indented lines below it, or else a paragraph. */
function sectionOf(block: string): Section {
  const [title = '', ...lines] = block.split('\n');
  if (!title.endsWith(':') || lines.length === 0) return { title: null, lines: [block.replaceAll('\n', ' ')] };
  return { title: title.slice(0, -1), lines: lines.map((line) => line.replace(/^ {2}/, '')) };
}

/** The lines of a section that are words with an explanation, as exit codes are; null where they are something else. */
export function definitions(lines: readonly string[]): readonly Described[] | null {
  const found = lines.flatMap((line): readonly Described[] => {
    const [, term, about] = /^(\S+) {2,}(\S.*)$/.exec(line) ?? [];
    return term === undefined || about === undefined ? [] : [{ term, about }];
  });
  return found.length === lines.length ? found : null;
}
