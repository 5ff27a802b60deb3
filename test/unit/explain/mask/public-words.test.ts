import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { CHECKS } from '../../../../src/checks/index.ts';
import { subjectsOf } from '../../../../src/cli/commands/explainer.ts';
import { diagnose } from '../../../../src/diagnose/diagnose.ts';
import type { Subject } from '../../../../src/explain/explain.ts';
import type { Masking } from '../../../../src/explain/mask/masking.ts';
import { maskingFor } from '../../../../src/explain/masking-for.ts';
import { explainPrompt } from '../../../../src/explain/prompt/prompts.ts';
import { situationOf } from '../../../../src/explain/prompt/situation.ts';
import { textOf } from '../../../../src/explain/send.ts';
import { namesOf } from '../../../../src/snapshot/names.ts';
import { openRecording } from '../../../../src/snapshot/recording/open.ts';

const hmac = (salt: string, text: string): string => createHmac('sha256', salt).update(text).digest('hex');

/** Resources, protocols, reasons, condition types, usual paths and words of our messages that many clusters name too. */
const PUBLIC = `cpu memory pods ephemeral-storage requests.cpu requests.memory limits.memory None http https tcp TCP TLS
/healthz healthz /ready ready /health ContainersNotReady ContainersNotInitialized Initialized ReadinessGatesNotReady NotFound
FailureTarget PostStartHook FailedPostStartHook PodFailed DisruptionAllowed InsufficientPods ClaimLost DeploymentPaused
FailedGetExternalMetric FailedComputeMetricsReplicas FailedGetResourceMetric NodeAffinity FailedScheduling FailedMount
limit limits other registry app readiness liveness mounted schedule storage state proxy non-empty non-existent anti-affinity
in-use sh nil metrics-server kubernetes.io/hostname volume pod node container image key port server`
  .split(/\s+/)
  .filter((word) => word !== '');

let subjects: readonly Subject[];
let masking: Masking;
let prompts: readonly { readonly plain: string; readonly masked: string }[];

beforeAll(async () => {
  const snapshot = await openRecording('examples/many-faults.json.gz');
  // Those that run unasked: a profile judges every container, also one that is called `registry` or `proxy`.
  const checks = CHECKS.filter(({ profile }) => profile === undefined);
  subjects = subjectsOf(diagnose(snapshot, checks).findings, snapshot);
  masking = maskingFor({ names: namesOf(snapshot), subjects, salt: 'salt', hmac });
  prompts = subjects.map(({ finding, prose, circumstances }) => {
    const prompt = explainPrompt(situationOf(finding, prose, circumstances));
    return { plain: textOf(prompt, null).user, masked: textOf(prompt, masking).user };
  });
}, 60_000);

test('no public word is masked in a prompt about any finding of a cluster with many faults', () => {
  expect(prompts.length).toBeGreaterThan(90);
  const hidden = prompts.flatMap(({ masked }) =>
    pseudonymsIn(masked)
      .map((pseudonym) => masking.unmask(pseudonym))
      .filter((name) => PUBLIC.includes(name)),
  );
  expect(hidden).toEqual([]);
});

test('the messages stay readable', () => {
  const text = prompts.map(({ masked }) => masked).join('\n');
  expect(text).toMatch(
    /: Wants 64 cpu and 512Gi memory, more than any node has; the most is 2 cpu \(node name-[a-z]+\)/,
  );
  expect(text).toMatch(/: None of 2 wanted pods exists/);
  expect(text).toMatch(
    /ResourceQuota name-[a-z]+ refuses more pods: requests\.memory 0 of 1Mi used, 8Mi more requested/,
  );
  expect(text).toMatch(/push the image to its registry/);
  expect(text).toMatch(/HTTP GET \/healthz on port http/);
});

test('a masked prompt leaks nothing and is restored', () => {
  for (const { plain, masked } of prompts) expect(masking.unmask(masked)).toBe(plain);
  for (const { finding, prose, circumstances } of subjects) {
    for (const part of explainPrompt(situationOf(finding, prose, circumstances)).user) {
      if ('data' in part) expect(masking.leaks(masking.mask(part.data))).toEqual([]);
    }
  }
});

function pseudonymsIn(text: string): readonly string[] {
  return text.match(/\b(?:name|host|image|address|mail|path|id|token)-(?:[bdfgklmnprstvz][aeiou]){3,}\b/g) ?? [];
}
