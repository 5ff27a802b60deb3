import type { Prose } from '../../../../src/checks/prose.generated.ts';
import type { Finding } from '../../../../src/findings/finding.ts';
import type { Kind } from '../../../../src/kube/object.ts';
import { type ObjectRef, refTo } from '../../../../src/kube/object-ref.ts';

const POD = refTo('Pod', 'shop', 'web-6b4-f9l');

/** A crash loop of the pod shop/web-6b4-f9l of the Deployment shop/web, with the given parts changed. */
export function exampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    id: 'f1',
    check: 'pod-crash-loop',
    severity: 'high',
    confidence: 'certain',
    since: null,
    title: 'Container keeps crashing',
    message: 'Container web exits with code 1',
    subject: refTo('Deployment', 'shop', 'web'),
    members: [POD],
    facts: { container: 'web' },
    evidence: [],
    symptoms: [],
    causes: [],
    change: null,
    fixes: [{ text: 'Read the log', command: 'kubectl logs -n shop web-6b4-f9l' }],
    docs: 'https://kubernetes.io/docs/',
    ...changes,
  };
}

/** A finding on one object alone. */
export function findingOn(kind: Kind, namespace: string | null, name: string, changes: Partial<Finding> = {}): Finding {
  return exampleFinding({ subject: refTo(kind, namespace, name), members: [], facts: {}, ...changes });
}

/** Evidence on an object, for its name alone. */
export function seenOn(object: ObjectRef, path = 'status'): Finding['evidence'][number] {
  return { object, path, value: null };
}

/** Prose with the given look; the other sections say nothing that could be filled. */
export function proseWith(look: string, changes: Partial<Prose> = {}): Prose {
  return { means: 'It means this.', look, repair: 'Repair it.', fine: 'Never.', ...changes };
}
