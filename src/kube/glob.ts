/** True for a name with `*` or `?` in it, which no Kubernetes name has. */
export function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** Matches a whole name: `*` stands for any run of characters, `?` for one; everything else for itself. */
export function globMatches(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
