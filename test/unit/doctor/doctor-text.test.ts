import { expect, test } from 'vitest';
import type { Line } from '../../../src/doctor/line.ts';
import { doctorText } from '../../../src/report/doctor-text.ts';

const PLAIN = { width: 80, color: false, ascii: false, verbose: false };
const LINES: readonly Line[] = [
  { area: 'cluster', name: 'kubeconfig', status: 'ok', seen: '~/.kube/config', mend: null },
  { area: 'cluster', name: 'clock', status: 'warn', seen: '90 s ahead', mend: 'date -u' },
  { area: 'model', name: 'version', status: 'fail', seen: 'Ollama 0.4', mend: 'install a newer one' },
  { area: 'docker', name: 'client', status: 'skip', seen: 'no docker', mend: null },
];

test('is one block for each area, with words and letters for what colour says', () => {
  expect(doctorText(LINES, PLAIN)).toBe(`Cluster
  ok        kubeconfig: ~/.kube/config
W warn      clock: 90 s ahead
            -> date -u

Model
F FAIL      version: Ollama 0.4
            -> install a newer one

Docker
- skip      client: no docker

1 ok, 1 to look at, 1 failing, 1 skipped
`);
});

test('says the same in colour', () => {
  const colored = doctorText(LINES, { ...PLAIN, color: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it takes the colours out
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(doctorText(LINES, PLAIN));
  expect(colored).toContain('\u001b[31mF FAIL\u001b[39m');
});

test('wraps what is too long, and lets no server colour the terminal', () => {
  const seen = `${'word '.repeat(30)}\u001b[31m\u202e`;
  const text = doctorText([{ area: 'cluster', name: 'answer', status: 'fail', seen, mend: null }], PLAIN);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text).toContain('\\x1b[31m\\u202e');
});
