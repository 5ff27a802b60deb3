import type { Segment } from '../write.ts';

/** `name`, `["a.b/c"]` for a name with dots in it, `[name=web]` for an item of a list. */
const PART = /^(?:\.?([A-Za-z_$][\w$/-]*)|\["([^"\\]+)"\]|\[([A-Za-z]\w*)=([^\]]+)\])/;

/**
 * Reads a path as people write it: `spec.template.spec.containers[name=web].env[name=MODE].value`,
 * `data["app.properties"]`. Null where it is not one. The value of an item that is a whole number is a number: so are
 * ports.
 */
export function parsePath(text: string): readonly Segment[] | null {
  const segments: Segment[] = [];
  for (let rest = text; rest !== ''; ) {
    const match = PART.exec(rest);
    const isFirst = segments.length === 0;
    if (match === null || (isFirst ? /^[.[]/ : /^[^.[]/).test(rest)) return null;
    const [whole, plain, quoted, key, value = ''] = match;
    if (key === undefined) segments.push(plain ?? quoted ?? '');
    else segments.push({ key, value: /^(0|[1-9]\d{0,8})$/.test(value) && key !== 'name' ? Number(value) : value });
    rest = rest.slice(whole.length);
  }
  return segments.length === 0 ? null : segments;
}
