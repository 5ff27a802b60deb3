import type { ScanCheck } from '../checks/define-check.ts';
import type { Finding } from '../findings/finding.ts';
import { fingerprint } from '../findings/fingerprint.ts';
import { withoutSecrets } from '../kube/sensitive.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { factsWithoutSecrets, fixWithoutSecrets } from './without-secrets.ts';

/** Findings about the reading itself: what could not be looked at. Their subject is the scan, named after the cluster. */
export function scanFindings(checks: readonly ScanCheck[], snapshot: Snapshot): readonly Finding[] {
  const subject = { apiVersion: 'mekhanikube.io/v1', kind: 'Scan', namespace: null, name: snapshot.cluster.name };
  return checks.flatMap((check) =>
    [...check.find(snapshot.coverage)].map(
      (facts): Finding => ({
        id: fingerprint(check.id, subject, ''),
        check: check.id,
        severity: check.severity,
        confidence: 'certain',
        since: null,
        title: check.title,
        message: withoutSecrets(check.message(facts)),
        subject,
        members: [],
        facts: factsWithoutSecrets(facts),
        evidence: [],
        symptoms: [],
        causes: [],
        change: null,
        fixes: check.fixes(facts).map(fixWithoutSecrets),
        docs: check.source,
      }),
    ),
  );
}
