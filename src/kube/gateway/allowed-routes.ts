import { listText } from '../../base/list-text.ts';
import { listAt, textAt, valueAt } from '../custom/fields.ts';
import type { Custom, LabelSelector } from '../object.ts';
import { selectorText } from '../selectors.ts';

/** Which namespaces' routes the listeners of a Gateway let in, as the end of a sentence. */
export function admissionText(gateway: Custom, section: string): string {
  const listeners = listAt(gateway.spec, 'listeners').filter(
    (listener) => section === '' || textAt(listener, 'name') === section,
  );
  const texts = listeners.map((listener) => {
    const namespaces = valueAt(listener, 'allowedRoutes', 'namespaces');
    switch (textAt(namespaces, 'from') || 'Same') {
      case 'All':
        return 'routes of every namespace';
      case 'Selector':
        return `routes of namespaces labelled ${selectorText(selectorIn(namespaces))}`;
      default:
        return `routes of namespace ${gateway.metadata.namespace ?? ''} only`;
    }
  });
  return texts.length === 0 ? 'none, as it has no such listener' : listText([...new Set(texts)]);
}

function selectorIn(namespaces: unknown): LabelSelector {
  const labels = valueAt(namespaces, 'selector', 'matchLabels');
  const matchLabels = Object.fromEntries(
    Object.entries(typeof labels === 'object' && labels !== null ? labels : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
  const matchExpressions = listAt(namespaces, 'selector', 'matchExpressions').map((expression) => ({
    key: textAt(expression, 'key'),
    operator: textAt(expression, 'operator'),
    values: (expression['values'] as unknown[] | undefined)?.filter((one) => typeof one === 'string') ?? [],
  }));
  return { matchLabels, matchExpressions };
}
