import { z } from 'zod';
import { documentError, type ReadDocument, readDocument } from '../base/document/read-document.ts';
import { strict } from '../base/document/strict.ts';
import { nearMisses } from '../base/near-miss.ts';
import { PROFILES, type Profile } from '../checks/define-check.ts';
import { SEVERITIES, type Severity } from '../findings/severity.ts';
import type { PlacedRule } from '../suppress/rule.ts';
import { IgnoreRuleSchema, namesOneCheck } from '../suppress/rule-schema.ts';

/** The document of a config file. */
export const ConfigDocument = strict({
  apiVersion: z.literal('mekhanikube.io/v1alpha1'),
  kind: z.literal('Config'),
  ignore: z.array(IgnoreRuleSchema).default([]),
  /** By the id of a check. */
  severity: z.record(z.string(), z.enum([...SEVERITIES, 'off'])).default({}),
  profiles: z.array(z.enum(PROFILES)).default([]),
  /** Files and folders of custom checks, as seen from this file. */
  checks: z.array(z.string().min(1)).default([]),
});

/** A config file, checked. */
export interface ConfigFile {
  readonly path: string;
  readonly rules: readonly PlacedRule[];
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly profiles: readonly Profile[];
  /** As they are written. */
  readonly checks: readonly string[];
  /**
   * Refuses ids of checks that there are not.
   *
   * @throws MekhanikubeError `usage` with the place of the first one
   */
  requireChecks(known: readonly string[]): void;
}

/**
 * Reads a config file.
 *
 * @throws MekhanikubeError `usage` with the place and what is allowed there
 */
export function parseConfigFile(path: string, text: string): ConfigFile {
  const document = readDocument(path, text, ConfigDocument);
  const { ignore, severity, profiles, checks } = document.value;
  return {
    path,
    rules: ignore.map((rule, index) => ({ rule, where: document.whereIs(['ignore', index]) })),
    severities: new Map(Object.entries(severity)),
    profiles,
    checks,
    requireChecks: (known) => requireChecks(document, known),
  };
}

function requireChecks(
  { value, whereIs }: ReadDocument<z.output<typeof ConfigDocument>>,
  known: readonly string[],
): void {
  const named = [
    ...value.ignore.flatMap((rule, index) =>
      namesOneCheck(rule) ? [{ id: rule.check, path: ['ignore', index, 'check'] }] : [],
    ),
    ...Object.keys(value.severity).map((id) => ({ id, path: ['severity', id] })),
  ];
  const unknown = named.find(({ id }) => !known.includes(id));
  if (unknown === undefined) return;
  const near = nearMisses(unknown.id, known);
  throw documentError(
    whereIs(unknown.path),
    unknown.path,
    `there is no check "${unknown.id}"`,
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mekhanikube checks lists all of them',
  );
}
