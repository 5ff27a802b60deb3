import type { Manifest } from '../../support/cluster-api.ts';

/** Fields that may differ, each with the reason. */
type Expected = readonly (readonly [path: RegExp, why: string])[];

/** Between an object as it was and as it is once a change was taken back. */
const KEPT_BY_OTHERS: Expected = [
  [/^metadata\/resourceVersion$/, 'counts every write'],
  [/^metadata\/generation$/, 'counts every change of the specification, the one that takes back as well'],
  [/^metadata\/managedFields(\/|$)/, 'tells who wrote which field, and when'],
  [/^metadata\/annotations\/deployment\.kubernetes\.io\/revision$/, 'the Deployment controller counts rollouts'],
  [
    /^metadata\/annotations\/deprecated\.daemonset\.template\.generation$/,
    'the API server counts the templates of a DaemonSet',
  ],
  [/^spec\/taints\/\d+\/timeAdded$/, 'the node controller says since when it taints a node that is cordoned'],
  [/^status(\/|$)/, 'its controllers write it'],
];

/** The same for an object that was deleted, and made again from the backup. */
const MADE_ANEW: Expected = [
  ...KEPT_BY_OTHERS,
  [/^metadata\/uid$/, 'is that of another object'],
  [/^metadata\/creationTimestamp$/, 'is that of another object'],
  [
    /^(metadata\/labels|spec\/template\/metadata\/labels|spec\/selector\/matchLabels)\/(batch\.kubernetes\.io\/)?controller-uid$/,
    'a Job finds its pods by its own uid',
  ],
];

/** Paths of all fields that differ and should not; by position in lists. */
export function differences(was: unknown, is: unknown, back: 'equal' | 'recreated'): readonly string[] {
  const expected = back === 'equal' ? KEPT_BY_OTHERS : MADE_ANEW;
  return [...differing([], was, is)].filter((path) => !expected.some(([pattern]) => pattern.test(path)));
}

function* differing(path: readonly string[], was: unknown, is: unknown): Generator<string> {
  if (isMap(was) && isMap(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      yield* differing([...path, key], Reflect.get(was, key), Reflect.get(is, key));
    }
  } else if (was !== is) yield path.join('/');
}

/** What an object lacks of the fields that it should have. */
export function lacking(found: Manifest | undefined, wanted: Manifest): readonly string[] {
  const name = `${wanted.kind} ${wanted.metadata.name}`;
  if (found === undefined) return [`${name} is not there`];
  return [...wanting([], found, wanted)].map((text) => `${name}: ${text}`);
}

function* wanting(path: readonly string[], found: unknown, wanted: unknown): Generator<string> {
  if (isMap(wanted)) {
    for (const [key, value] of Object.entries(wanted)) {
      yield* wanting([...path, key], Reflect.get(Object(found), key), value);
    }
  } else if (found !== wanted) yield `${path.join('/')} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
