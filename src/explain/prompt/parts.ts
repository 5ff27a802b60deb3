/** A piece of a prompt: words of ours, or a value of the cluster, which masking may have to change. */
export type Part = { readonly own: string } | { readonly data: string };

/** Joins a template's own words and the values in it: lists of parts are taken in, anything else is data. */
export function parts(
  strings: TemplateStringsArray,
  ...values: readonly (string | readonly Part[])[]
): readonly Part[] {
  return strings.flatMap((own, index) => {
    const value = values[index];
    const data = typeof value === 'string' ? [{ data: value }] : (value ?? []);
    return own === '' ? data : [{ own }, ...data];
  });
}

/** Words of ours that are put together at run time. */
export function own(text: string): readonly Part[] {
  return [{ own: text }];
}

/** The text of a prompt, each value of the cluster passed through `change`. */
export function partsText(all: readonly Part[], change: (data: string) => string = String): string {
  return all.map((part) => ('own' in part ? part.own : change(part.data))).join('');
}
