import { z } from 'zod';
import { OUTCOMES, RunId, StepName } from '../journal/record.ts';

const Time = z.iso.datetime();
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Relative to the run's folder. */
const Path = z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._~%-]+(?:\/[A-Za-z0-9._~%-]+)*$/);

export const ClusterUid = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

const Ref = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
});

/** An object that a run is about, and the chain of runs on it that it goes on with. */
const Target = z.object({
  ref: Ref,
  uid: z.string(),
  parentRun: RunId.nullable(),
  /** The first run of the chain; its backup is how the object was before all of them. Null for the first one. */
  baselineRun: RunId.nullable(),
});

/** What is known of a run when it begins. */
export const RunHeader = z.object({
  formatVersion: z.literal(1),
  runId: RunId,
  tool: z.object({ version: z.string(), commit: z.string().nullable() }),
  cluster: z.object({ uid: ClusterUid, server: z.string(), version: z.string().nullable() }),
  policy: z
    .object({ ref: z.string(), uid: z.string().nullable(), generation: z.number().nullable(), specHash: Hash })
    .nullable(),
  actor: z.object({ user: z.string(), groups: z.array(z.string()), via: z.string() }),
  created: Time,
  targets: z.array(Target),
  /** Null for no end. */
  ttlUntil: Time.nullable(),
});

export type RunHeader = z.infer<typeof RunHeader>;

export const FileEntry = z.object({
  path: Path,
  bytes: z.number().int().nonnegative(),
  /** Of the bytes on the disk. */
  sha256: Hash,
  encoding: z.enum(['json', 'gzip']),
  encrypted: z.boolean(),
  /** Which key it was encrypted with. */
  keyId: z.string().nullable(),
});

export type FileEntry = z.infer<typeof FileEntry>;

export const ObjectEntry = z.object({
  path: Path,
  ref: Ref,
  uid: z.string().nullable(),
  resourceVersion: z.string().nullable(),
  generation: z.number().nullable(),
  /** Of the canonical JSON. Null for an encrypted one, whose content it would help to guess; the cipher guards that. */
  hashCanonical: Hash.nullable(),
});

export type ObjectEntry = z.infer<typeof ObjectEntry>;

const Contents = { files: z.array(FileEntry), objects: z.array(ObjectEntry) };

/** What a step can be taken back with. Its hash is in the journal before anything is sent. */
export const StepBackup = z.object({ formatVersion: z.literal(1), runId: RunId, step: StepName, ...Contents });

export type StepBackup = z.infer<typeof StepBackup>;

const OutcomeOfRun = z.enum(OUTCOMES);

/** How a run ended, and all that lies in its folder. */
export const Manifest = RunHeader.omit({ created: true }).extend({
  times: z.object({ created: Time, executed: Time.nullable(), sealed: Time }),
  outcome: OutcomeOfRun,
  steps: z.array(
    z.object({ id: StepName, action: z.string(), risk: z.enum(['R0', 'R1', 'R2', 'R3', 'R4']), outcome: z.string() }),
  ),
  ...Contents,
});

export type Manifest = z.infer<typeof Manifest>;

/** What the executor tells when a run has ended. */
export interface Ending extends Pick<Manifest, 'outcome' | 'steps'> {
  readonly executed: string | null;
}
