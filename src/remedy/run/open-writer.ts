import type { Endpoint } from '../../cluster/api/endpoint.ts';
import type { Resources } from '../../cluster/resources.ts';
import { createWriter, type Writer } from '../../cluster/write/writer.ts';

/** Opens the only way to change a cluster. What goes through it comes from a plan, with a backup. */
export function openWriter(endpoint: Endpoint, resources: Resources, signal: AbortSignal): Writer {
  return createWriter(endpoint, resources, signal);
}
