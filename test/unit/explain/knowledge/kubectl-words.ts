import { codeOf, partsOf } from '../../../../src/explain/knowledge/sentences.ts';
import { shellWords } from '../../../../src/explain/knowledge/shell-words.ts';
import { kindByName } from '../../../../src/kube/kinds.ts';
import type { Kind } from '../../../../src/kube/object.ts';

/** The commands of kubectl that the prose may use. */
export const VERBS = [
  ...['annotate', 'api-resources', 'auth', 'certificate', 'config', 'cordon', 'create', 'debug', 'delete', 'describe'],
  ...[
    'drain',
    'edit',
    'events',
    'exec',
    'explain',
    'get',
    'label',
    'logs',
    'patch',
    'port-forward',
    'rollout',
    'scale',
  ],
  ...['set', 'taint', 'top', 'uncordon'],
];

/** Commands about no object of the cluster, or about kinds. */
const ABOUT_NO_OBJECT = ['api-resources', 'auth', 'config', 'explain'];

/** Commands whose first word says what to do with the object behind it. */
const IN_TWO_WORDS = ['certificate', 'rollout', 'set'];

/** Options whose value is the next word. */
const TAKES_A_VALUE = ['-L', '-c', '-l', '-n', '-o', '-p', '--field-selector', '--for', '--raw'];

/** Kinds that kubectl knows and no snapshot holds. */
const OTHER_KINDS: { readonly [name: string]: { readonly namespaced: boolean } } = {
  certificates: { namespaced: true },
  csidrivers: { namespaced: false },
  lease: { namespaced: true },
  validatingadmissionpolicies: { namespaced: false },
  volumeattachments: { namespaced: false },
};

/** The kinds that have a placeholder of their own; NAME stands for any other, behind the kind. */
export const OWN_PLACEHOLDER: { readonly [kind in Kind]?: string } = {
  ConfigMap: 'CONFIGMAP',
  CronJob: 'CRONJOB',
  Job: 'JOB',
  Node: 'NODE',
  PersistentVolumeClaim: 'CLAIM',
  Pod: 'POD',
  Secret: 'SECRET',
  Service: 'SERVICE',
  StorageClass: 'CLASS',
};

/** A kubectl command, taken apart as kubectl does. */
export interface KubectlCommand {
  readonly code: string;
  readonly verb: string;
  readonly namespace: string | undefined;
  readonly container: string | undefined;
  /** As it was written: `pods,services`, `pod`. */
  readonly kinds: readonly string[];
  readonly name: string | undefined;
  readonly everywhere: boolean;
}

/** The contents of all code spans. */
export function codeSpans(text: string): readonly string[] {
  return partsOf(text.replace(/\s+/g, ' ')).flatMap((part) => codeOf(part) ?? []);
}

/** The kubectl commands of a text; throws for one that a shell would not take. */
export function kubectlCommands(text: string): readonly KubectlCommand[] {
  return codeSpans(text)
    .filter((code) => /^kubectl\s/.test(code))
    .map(parse);
}

/** Whether a kind lies in a namespace; undefined for a kind that is not known. */
export function isNamespaced(kind: string): boolean | undefined {
  return (kindByName(kind) ?? (Object.hasOwn(OTHER_KINDS, kind) ? OTHER_KINDS[kind] : undefined))?.namespaced;
}

function parse(code: string): KubectlCommand {
  const words = shellWords(code);
  if (words === undefined) throw new Error(`no shell takes: ${code}`);
  // What runs in a container, or reads what kubectl prints, is no word of kubectl's.
  const end = words.findIndex((word) => word === '--' || word === '|');
  const [, verb = '', ...rest] = end < 0 ? words : words.slice(0, end);
  const options = new Map<string, string>();
  const operands: string[] = [];
  rest.forEach((word, index) => {
    const before = rest[index - 1] ?? '';
    if (TAKES_A_VALUE.includes(before)) options.set(before, word);
    else if (!word.startsWith('-')) operands.push(word);
  });
  return {
    code,
    verb,
    namespace: options.get('-n'),
    container: options.get('-c'),
    everywhere: rest.includes('-A') || rest.includes('--list'),
    ...objectOf(verb, options.get('--for') === undefined ? operands : [options.get('--for') ?? '']),
  };
}

function objectOf(verb: string, operands: readonly string[]): Pick<KubectlCommand, 'kinds' | 'name'> {
  const given = IN_TWO_WORDS.includes(verb) ? operands.slice(1) : operands;
  const [first, second] = given;
  if (first === undefined || ABOUT_NO_OBJECT.includes(verb)) return { kinds: [], name: undefined };
  if (first.includes('/'))
    return { kinds: [first.slice(0, first.indexOf('/'))], name: first.slice(first.indexOf('/') + 1) };
  if (['exec', 'logs'].includes(verb)) return { kinds: ['pod'], name: first };
  if (['cordon', 'drain', 'uncordon'].includes(verb)) return { kinds: ['node'], name: first };
  return { kinds: first.split(','), name: second };
}
