import type { KubeEvent, ObjectOf } from '../object.ts';

interface Events {
  all(kind: 'Event'): readonly KubeEvent[];
}

interface Drivers {
  all(kind: 'Event'): readonly KubeEvent[];
  all(kind: 'CSINode'): readonly ObjectOf<'CSINode'>[];
  shared<T>(derive: (view: Events) => T): T;
  covers(kind: 'CSIDriver' | 'CSINode', namespace: null): boolean;
  get(kind: 'CSIDriver', namespace: null, name: string): { readonly state: 'found' | 'missing' | 'unverified' };
}

/** What names of drivers have in common, and well-known ones that have not; none has a slash. */
const CSI = /(^|[.-])csi([.-]|$)|^driver\.longhorn\.io$|^topolvm\.io$/;

/**
 * True for a provisioner that is a CSI driver by its name and is installed nowhere: no CSIDriver object, on no node,
 * and nothing was heard of it.
 *
 * Of all other provisioners, such as local-path and hostpath, the API knows nothing but what they do.
 */
export function isAbsentDriver(provisioner: string | undefined, view: Drivers): boolean {
  if (provisioner === undefined || provisioner.includes('/') || !CSI.test(provisioner)) return false;
  if (!view.covers('CSINode', null) || view.get('CSIDriver', null, provisioner).state !== 'missing') return false;
  if (view.shared(speakers).has(provisioner)) return false;
  return !view.all('CSINode').some(({ spec }) => (spec?.drivers ?? []).some(({ name }) => name === provisioner));
}

/** Whoever has written an event: the parts of a driver sign with its name, `_` and their own. */
function speakers(view: Events): ReadonlySet<string> {
  return new Set(
    view.all('Event').map(({ source, reportingComponent }) => {
      return (source?.component || reportingComponent || '').replace(/_.*$/, '');
    }),
  );
}
