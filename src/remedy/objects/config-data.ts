import { z } from 'zod';
import type { KubeObject } from '../../kube/object.ts';

const Data = z.object({
  data: z.record(z.string(), z.string()).default({}),
  binaryData: z.record(z.string(), z.string()).default({}),
  immutable: z.boolean().default(false),
});

/** What a ConfigMap holds. The vocabulary knows only its keys, as nothing but a repair reads more. */
export type ConfigData = z.infer<typeof Data>;

/** A key of a ConfigMap. */
export const ConfigKey = z
  .string()
  .max(253)
  .regex(/^[-._a-zA-Z0-9]+$/, 'letters, digits, -, _ and . only');

/** Reads the data of a ConfigMap as the API server gave it; null where it is none. */
export function configDataOf(object: KubeObject): ConfigData | null {
  return Data.safeParse(object).data ?? null;
}
