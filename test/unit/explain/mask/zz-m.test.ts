import { createHmac } from 'node:crypto';
import { test } from 'vitest';
import { CHECKS } from '../../../../src/checks/index.ts';
import { subjectsOf } from '../../../../src/cli/commands/explainer.ts';
import { diagnose } from '../../../../src/diagnose/diagnose.ts';
import { maskingFor } from '../../../../src/explain/masking-for.ts';
import { explainPrompt } from '../../../../src/explain/prompt/prompts.ts';
import { situationOf } from '../../../../src/explain/prompt/situation.ts';
import { textOf } from '../../../../src/explain/send.ts';
import { namesOf } from '../../../../src/snapshot/names.ts';
import { openRecording } from '../../../../src/snapshot/recording/open.ts';
const hmac = (salt: string, text: string): string => createHmac('sha256', salt).update(text).digest('hex');
test('x', async () => {
  const snapshot = await openRecording('examples/many-faults.json.gz');
  const subjects = subjectsOf(diagnose(snapshot, CHECKS).findings, snapshot);
  const masking = maskingFor({ names: namesOf(snapshot), subjects, salt: 'salt', hmac });
  const seen = new Set();
  for (const { finding, prose, circumstances } of subjects) {
    const masked = textOf(explainPrompt(situationOf(finding, prose, circumstances)), masking).user;
    for (const m of masked.matchAll(/\b(?:name|host|image|address|mail|path|id|token)-(?:[bdfgklmnprstvz][aeiou]){3,}\b/g)) {
      const n = masking.unmask(m[0]);
      if (['proxy', 'registry'].includes(n)) {
        const line = finding.check + ' ' + n + ': ' + masked.slice(Math.max(0, m.index - 70), m.index + 60).replaceAll('\n', '~');
        const k = finding.check + masked.slice(m.index - 12, m.index);
        if (!seen.has(k) && seen.size < 25) { seen.add(k); console.log(line); }
      }
    }
  }
  console.log(namesOf(snapshot).filter((x: unknown) => JSON.stringify(x).includes('registry')).slice(0, 5));
});
