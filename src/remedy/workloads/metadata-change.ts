import { z } from 'zod';
import { isKind, KINDS } from '../../kube/kinds.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import { type Proposal, type Refusal, refused } from '../action.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { textOf } from './workload.ts';

/** The prefix of our own labels and annotations. */
const OWN = 'mekhanikube.io/';

/** Our own keys that decide what we may do, or tell what we did. */
const RESERVED: ReadonlySet<string> = new Set(
  ['cordoned', 'last-run', 'protected', 'remediation'].map((name) => `${OWN}${name}`),
);

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const key = z.string().regex(/^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/, {
  message: 'must be a key like example.com/owner',
});

/** What both actions on metadata take; only the values differ. */
export function metadataParams(value: z.ZodType<string>) {
  return z.strictObject({
    key: key.describe('the key, with its prefix'),
    value: value.nullable().describe('the value; null takes the key away'),
    allowPrefixes: z
      .array(z.string())
      .optional()
      .describe(
        `prefixes that may be written besides our own ${OWN}, like example.com; the empty one for keys without`,
      ),
  });
}
type MetadataParams = z.infer<ReturnType<typeof metadataParams>>;

/** Judges what both have in common, and makes the proposal. */
export function proposeMetadata(
  target: KubeObject,
  part: 'annotations' | 'labels',
  params: MetadataParams,
  refusals: readonly Refusal[],
): Proposal {
  const { key, value } = params;
  const now = target.metadata[part]?.[key];
  const reasons = [...prefixRefusals(params), ...refusals];
  const noun = part === 'labels' ? 'label' : 'annotation';
  if ((now ?? null) === value) {
    const has = value === null ? `has no ${noun} ${key}` : `has ${noun} ${key}=${value}`;
    reasons.push({ id: 'unchanged', reason: `${textOf(target)} ${has} already` });
  }
  if (reasons.length > 0) return refused(...reasons);
  const what = value === null ? `take ${noun} ${key} from` : `set ${noun} ${key}=${value} on`;
  return {
    state: 'proposed',
    summary: `${what} ${textOf(target)}`,
    risk: 'R1',
    writes: [{ verb: 'patch', before: target, edits: [{ path: ['metadata', part, key], value: value ?? undefined }] }],
    effects: { podsDisrupted: 0 },
    wayBack: now === undefined ? `The ${noun} is taken away again` : 'Its old value is put back',
  };
}

function prefixRefusals({ key, allowPrefixes = [] }: MetadataParams): readonly Refusal[] {
  if (RESERVED.has(key))
    return [{ id: 'reserved-key', reason: `${key} is written by nobody but us, and by no action` }];
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? '' : key.slice(0, slash);
  if (`${prefix}/` === OWN || allowPrefixes.includes(prefix)) return [];
  const reason =
    prefix === '' ? `keys without a prefix, like ${key}, may not be written` : `keys of ${prefix} may not be written`;
  return [{ id: 'prefix-not-allowed', reason, hint: `allow it: ${paramFlag('allowPrefixes', [prefix])}` }];
}

/** True for our own keys: nobody else reads them. */
export function isOwnKey(key: string): boolean {
  return key.startsWith(OWN);
}

/** True for an object that stands in no namespace, as far as its kind or itself tells. */
export function isClusterScoped(target: KubeObject): boolean {
  const { kind, namespace } = refOf(target);
  return isKind(kind) ? !KINDS[kind].namespaced : namespace === null;
}
