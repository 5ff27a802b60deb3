import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { CHECKS, SCAN_CHECKS } from '../../../../src/checks/index.ts';
import { PROSE } from '../../../../src/checks/prose.generated.ts';
import { diagnose } from '../../../../src/diagnose/diagnose.ts';
import { knowledgeOf } from '../../../../src/explain/knowledge/knowledge.ts';
import { VOCABULARY } from '../../../../src/explain/knowledge/vocabulary.ts';
import type { Finding } from '../../../../src/findings/finding.ts';
import { kindByName } from '../../../../src/kube/kinds.ts';
import type { ObjectRef } from '../../../../src/kube/object-ref.ts';
import { fixtures } from '../../../support/fixture.ts';
import { codeSpans, isNamespaced, type KubectlCommand, kubectlCommands, VERBS } from './kubectl-words.ts';

/** What the control plane and the usual components have, under the same name on any cluster. */
const OF_KUBERNETES = [
  ...['kube-controller-manager', 'kube-node-lease', 'kube-scheduler', 'kube-system'],
  ...['cluster-autoscaler-status', 'v1beta1.metrics.k8s.io'],
];

const PLACEHOLDER = new RegExp(`(?<![A-Za-z0-9_])(?:${VOCABULARY.join('|')})(?![A-Za-z0-9_:])`);

/** Every finding of every fixture: joined with others as in a report, and from its check alone. */
const FINDINGS = fixtures().flatMap((fixture) => {
  const own = CHECKS.filter(({ id }) => id === fixture.check);
  const findings = [CHECKS, own].flatMap((checks) => diagnose(fixture.snapshot, checks, SCAN_CHECKS).findings);
  return findings.map((finding) => ({ finding, fixture: fixture.name }));
});

describe.each(CHECKS.map(({ id }) => id))('%s', (id) => {
  const own = FINDINGS.filter(({ finding }) => finding.check === id).map(({ finding, fixture }) => ({
    finding,
    fixture,
    knowledge: knowledge(finding),
  }));

  test('fires', () => {
    expect(own).not.toEqual([]);
  });

  test('has no placeholder left, and no section empty', () => {
    for (const { knowledge, fixture } of own)
      for (const section of Object.values(knowledge)) {
        expect(section, fixture).not.toBe('');
        for (const code of codeSpans(section)) expect(code, fixture).not.toMatch(PLACEHOLDER);
      }
  });

  test('still says all of what it means and when it is fine', () => {
    const sentences = (text: string) => text.split(/[.:] /).length;
    const { means, fine } = proseOf(id);
    for (const { knowledge, fixture } of own) {
      expect(sentences(knowledge.means), fixture).toBe(sentences(means.replace(/\s+/g, ' ')));
      expect(sentences(knowledge.fine), fixture).toBe(sentences(fine.replace(/\s+/g, ' ')));
    }
  });

  test('says how to look with kubectl', () => {
    for (const { knowledge, fixture } of own) expect(kubectlCommands(knowledge.look), fixture).not.toEqual([]);
  });

  test('names in its commands what the finding names, where it lies', () => {
    for (const { finding, knowledge, fixture } of own)
      for (const command of kubectlCommands(Object.values(knowledge).join('\n'))) {
        expect(VERBS).toContain(command.verb);
        for (const name of [command.namespace, command.container].filter((given) => given !== undefined))
          expect([...OF_KUBERNETES, ...stringsOf(finding)], `${fixture}: ${command.code}`).toContain(name);
        expect(isNamed(command, finding), `${fixture}: ${command.code}`).toBe(true);
      }
  });
});

test.each(SCAN_CHECKS.map(({ id }) => id))('%s has nothing to fill in', (id) => {
  for (const code of codeSpans(Object.values(proseOf(id)).join('\n'))) expect(code).not.toMatch(PLACEHOLDER);
});

function proseOf(check: string) {
  const prose = PROSE[check];
  if (prose === undefined) throw new Error(`no prose for ${check}`);
  return prose;
}

function knowledge(finding: Finding) {
  return knowledgeOf(finding, proseOf(finding.check));
}

/** True where the object of a command is one of the finding's, or one that its facts or evidence name. */
function isNamed({ name, kinds, namespace, verb }: KubectlCommand, finding: Finding): boolean {
  if (name === undefined || OF_KUBERNETES.includes(name)) return true;
  if (verb === 'create' && name.endsWith('-by-hand')) return stringsOf(finding).includes(name.slice(0, -8));
  const [kind = ''] = kinds;
  const info = kindByName(kind);
  const isIt = (ref: ObjectRef) => ref.kind === info?.kind && ref.name === name;
  const lies = (ref: ObjectRef) => isNamespaced(kind) !== true || ref.namespace === namespace;
  const same = refsOf(finding).filter(isIt);
  return same.length > 0
    ? same.some(lies)
    : stringsOf({ facts: finding.facts, evidence: finding.evidence }).includes(name);
}

function refsOf({ subject, members, evidence, symptoms, causes }: Finding): readonly ObjectRef[] {
  return [
    subject,
    ...members,
    ...[...symptoms, ...causes].map((other) => other.subject),
    ...evidence.map((one) => one.object),
  ];
}

/** Every string in a value, also the parts of `namespace/name` and what a path has in brackets. */
function stringsOf(value: unknown): readonly string[] {
  const plain: Json = JSON.parse(JSON.stringify(value));
  const strings: string[] = [];
  const collect = (part: Json): void => {
    if (typeof part === 'string')
      strings.push(part, ...part.split('/'), ...[...part.matchAll(/\[name=([^\]]*)\]/g)].map(([, name]) => name ?? ''));
    else if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) collect(inner);
  };
  collect(plain);
  return strings;
}
