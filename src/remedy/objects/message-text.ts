import type { Finding } from '../../findings/finding.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';

/** What a template may name. */
export const PLACEHOLDERS = ['check', 'kind', 'message', 'name', 'namespace', 'severity', 'target'] as const;

/** The placeholder in a template that nobody fills; undefined for none. */
export function unknownPlaceholder(template: string): string | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.find((name) => !PLACEHOLDERS.some((known) => known === name));
}

/** Fills `{target}`, `{check}` and the like. What is filled in is not read as a template again. */
export function messageText(template: string, target: KubeObject, finding: Finding | null): string {
  const { kind, namespace, name } = refOf(target);
  const values: Readonly<Record<string, string>> = {
    check: finding?.check ?? '',
    kind,
    message: finding?.message ?? '',
    name,
    namespace: namespace ?? '',
    severity: finding?.severity ?? '',
    target: refText(refOf(target)),
  };
  return template.replace(/\{(\w+)\}/g, (whole, placeholder: string) => values[placeholder] ?? whole);
}
