import { textAt, valueAt } from '../custom/fields.ts';
import type { Custom } from '../object.ts';

/** How a snapshot of a volume, or its content, stands. */
export interface SnapshotState {
  readonly isReady: boolean;
  /** What the driver says; null where it says nothing. */
  readonly error: string | null;
  /** When it said so last. */
  readonly errorTime: string | null;
}

/** Reads the status of a VolumeSnapshot or a VolumeSnapshotContent. */
export function snapshotState({ status }: Custom): SnapshotState {
  const isFailed = valueAt(status, 'error') !== undefined;
  const text = textAt(status, 'error', 'message').replace(/\s+/g, ' ').trim();
  return {
    isReady: valueAt(status, 'readyToUse') === true,
    error: isFailed ? text || 'no reason given' : null,
    errorTime: textAt(status, 'error', 'time') || null,
  };
}

/** The VolumeSnapshot that a VolumeSnapshotContent belongs to. */
export function snapshotOfContent({ spec }: Custom): { readonly namespace: string; readonly name: string } | undefined {
  const namespace = textAt(spec, 'volumeSnapshotRef', 'namespace');
  const name = textAt(spec, 'volumeSnapshotRef', 'name');
  return namespace === '' || name === '' ? undefined : { namespace, name };
}
