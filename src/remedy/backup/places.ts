import type { KubeObject } from '../../kube/object.ts';
import { sha256 } from '../state/canonical.ts';
import { timeOf } from './run-id.ts';

/** Where an object of a step is kept: by the position of the write it belongs to, or beside. */
export type Slot =
  | { readonly in: 'before' | 'after'; readonly write: number }
  /** What the repair looked at but does not change. */
  | { readonly in: 'related' };

/** The end of the names of objects, and of those that are encrypted. */
export const OBJECT = '.json.gz';
export const ENCRYPTED = '.json.gz.enc';

const LONGEST_NAME = 200;

/** The folder of a run, by the day in its id. */
export function runFolder(cluster: string, run: string): string {
  const [day = ''] = new Date(timeOf(run)).toISOString().split('T');
  return `clusters/${cluster}/runs/${day.replaceAll('-', '/')}/${run}`;
}

/** The folder of a step's objects, within its run. */
export function slotFolder(step: string, slot: Slot): string {
  return slot.in === 'related' ? `steps/${step}/before/related` : `steps/${step}/${slot.in}`;
}

/** What the names of all files in a slot begin with. */
export function slotPrefix(slot: Slot): string {
  return slot.in === 'related' ? '' : `${String(slot.write).padStart(4, '0')}~`;
}

/** `apps~v1~Deployment~shop~web`; `_` stands for no namespace. */
export function objectName({ apiVersion, kind, metadata }: KubeObject): string {
  const [version = '', group = 'core'] = apiVersion.split('/').toReversed();
  const name = [group, version, kind, metadata.namespace ?? '_', metadata.name].map(plain).join('~');
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}~${sha256(name).slice(0, 16)}`;
}

/** Names of RBAC hold colons; nothing may lead elsewhere. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
