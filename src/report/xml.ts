/** Finished XML, told apart from text that is still to be escaped. */
export interface Xml {
  readonly xml: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** One element; text among the children is escaped, elements stand on lines of their own. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly (Xml | string)[] = [],
): Xml {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attribute(value)}"`)].join(' ');
  if (children.length === 0) return { xml: `<${start}/>` };
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : `\n${child.xml}`)).join('');
  const end = children.some((child) => typeof child !== 'string') ? '\n' : '';
  return { xml: `<${start}>${inner}${end}</${name}>` };
}

/** Line breaks and tabs in an attribute would be read back as spaces. */
function attribute(value: string): string {
  return escaped(value).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What XML 1.0 cannot hold, not even as a reference, becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
