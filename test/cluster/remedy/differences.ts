/** What may differ between an object as it was and as it is once a change was taken back, and why. */
const KEPT_BY_OTHERS: Readonly<Record<string, string>> = {
  'metadata/resourceVersion': 'counts every write',
  'metadata/generation': 'counts every change of the specification, the one that takes back as well',
  'metadata/managedFields': 'tells who wrote which field, and when',
  'metadata/annotations/deployment.kubernetes.io/revision':
    'the Deployment controller counts rollouts: going back is one more',
  status: 'its controllers write it',
};

/** The same for an object that was deleted, and made again from the backup. */
const MADE_ANEW: Readonly<Record<string, string>> = {
  ...KEPT_BY_OTHERS,
  'metadata/uid': 'is of another object',
  'metadata/creationTimestamp': 'is that of the new object',
  'metadata/labels/controller-uid': 'names the uid of the Job',
  'metadata/labels/batch.kubernetes.io/controller-uid': 'names the uid of the Job',
  'spec/selector/matchLabels/batch.kubernetes.io/controller-uid': 'names the uid of the Job',
  'spec/template/metadata/labels/controller-uid': 'names the uid of the Job',
  'spec/template/metadata/labels/batch.kubernetes.io/controller-uid': 'names the uid of the Job',
};

/** Paths of all fields that differ, but for those of the lists above; by position in lists. */
export function differences(was: unknown, is: unknown, isNew = false): readonly string[] {
  const expected = isNew ? MADE_ANEW : KEPT_BY_OTHERS;
  return [...differing([], was, is)].filter((path) => !Object.hasOwn(expected, path));
}

function* differing(path: readonly string[], was: unknown, is: unknown): Generator<string> {
  const text = path.join('/');
  if (text === 'status' || text === 'metadata/managedFields') return;
  if (isMap(was) && isMap(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      yield* differing([...path, key], Reflect.get(was, key), Reflect.get(is, key));
    }
  } else if (was !== is) yield text;
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
