const GIGABYTE = 1e9;
const MEGABYTE = 1e6;

/** `2.5 GB` or `98 MB`: powers of ten, as Ollama and disks have them. */
export function byteText(bytes: number): string {
  return bytes >= GIGABYTE ? `${(bytes / GIGABYTE).toFixed(1)} GB` : `${Math.ceil(bytes / MEGABYTE)} MB`;
}
