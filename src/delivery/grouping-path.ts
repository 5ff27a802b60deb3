/**
 * A label of a Pushgateway's grouping key as two segments of a path. A value that a URL would change, or take apart, or
 * that is empty, goes as base64 in the alphabet for URLs.
 * @see https://github.com/prometheus/pushgateway#url
 */
export function groupingPath(label: string, value: string): string {
  const wellFormed = value.toWellFormed();
  if (/^[\w-][\w.-]*$/.test(wellFormed)) return `${label}/${wellFormed}`;
  // A `=` alone stands for the empty value: a path cannot end in an empty segment.
  return `${label}@base64/${Buffer.from(wellFormed).toString('base64url') || '='}`;
}
