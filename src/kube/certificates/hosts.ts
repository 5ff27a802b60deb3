/**
 * True if a name in a certificate covers a host: the host itself, or a wildcard in place of exactly its first label.
 *
 * A wildcard host (`*.example.com` of an Ingress) is covered by the same wildcard only.
 * @see https://www.rfc-editor.org/rfc/rfc6125#section-6.4.3
 */
export function nameCovers(name: string, host: string): boolean {
  const [covering, wanted] = [plain(name), plain(host)];
  if (covering === wanted) return true;
  if (!covering.startsWith('*.') || wanted.startsWith('*.')) return false;
  const rest = wanted.slice(wanted.indexOf('.'));
  return wanted.includes('.') && rest === covering.slice(1);
}

/** The hosts of a list that no name of a certificate covers. */
export function uncoveredHosts(names: readonly string[], hosts: readonly string[]): readonly string[] {
  return hosts.filter((host) => !names.some((name) => nameCovers(name, host)));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
