import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { CHECKS, SCAN_CHECKS } from '../../checks/index.ts';
import type { AnalyzeConfig, Target } from '../../config/analyze-config.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { aboutKinds, aboutLabelled, aboutObjects } from '../../diagnose/select.ts';
import type { Finding } from '../../findings/finding.ts';
import { globMatches } from '../../kube/glob.ts';
import { KINDS } from '../../kube/kinds.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { belongingTo } from '../../snapshot/belonging.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { View } from '../../snapshot/view.ts';

/** The names and globs; null is everywhere. */
function isWithin(namespace: string, wanted: readonly string[] | null): boolean {
  return wanted?.some((pattern) => globMatches(pattern, namespace)) ?? true;
}

/** The findings about what was asked for, whatever their severity. */
export function findingsAskedFor(
  config: AnalyzeConfig,
  diagnosis: Diagnosis,
  snapshot: Snapshot,
  view: View<Kind>,
): readonly Finding[] {
  let findings = diagnosis.findings;
  if (config.targets.length > 0) {
    const keys = new Set(
      config.targets
        .flatMap((target) => objectsNamed(target, snapshot, view))
        .flatMap((object) => [...belongingTo(object, view)]),
    );
    findings = aboutObjects(findings, keys);
  }
  if (config.kinds !== null) findings = aboutKinds(findings, CHECKS, config.kinds);
  if (config.selector !== null) findings = aboutLabelled(findings, config.selector, view);
  const aboutScan = diagnosis.findings.filter(({ check }) => SCAN_CHECKS.some(({ id }) => id === check));
  return [...new Set([...findings, ...aboutScan])];
}

/**
 * The objects of that name, in the snapshot's namespaces.
 *
 * @throws MekhanikubeError `usage` where there is none, `cluster-unreadable` where nobody can say
 */
export function objectsNamed({ kind, name }: Target, snapshot: Snapshot, view: View<Kind>): readonly KubeObject[] {
  const all: readonly KubeObject[] = view.all(kind);
  const found = all.filter(
    ({ metadata }) =>
      metadata.name === name && (metadata.namespace === undefined || isWithin(metadata.namespace, snapshot.namespaces)),
  );
  if (found.length > 0) return found;
  const { resource, namespaced } = KINDS[kind];
  const where = namespaced && snapshot.namespaces !== null ? ` in namespace ${snapshot.namespaces.join(', ')}` : '';
  if (!view.covers(kind, null) && all.length === 0) {
    throw new MekhanikubeError(
      'cluster-unreadable',
      `cannot look for ${kind} ${name}: ${resource} could not be read${where}`,
      {
        hint: `ask for the right to list ${resource}, or look at it with a recording that holds them`,
      },
    );
  }
  const near = nearMisses(
    name,
    all.map((object) => object.metadata.name),
  );
  throw new MekhanikubeError('usage', `there is no ${kind} ${name}${where}`, {
    hint:
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : namespaced
          ? 'name its namespace with -n, or look in all of them with -A'
          : 'check the name',
  });
}
