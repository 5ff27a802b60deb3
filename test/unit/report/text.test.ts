import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/findings/finding.ts';
import { refTo } from '../../../src/kube/object-ref.ts';
import { symptom } from '../../support/symptom.ts';
import {
  broken,
  configMapMissing,
  findings,
  fullCoverage,
  healthy,
  partialCoverage,
  render,
  reportOf,
} from './sample.ts';

const web = configMapMissing.subject;

function textOf(changes: Partial<Finding>, options: Parameters<typeof render>[2] = {}): string {
  return render('text', reportOf({ findings: [{ ...configMapMissing, ...changes }] }), options);
}

test('a healthy cluster is one line, about what was read', () => {
  expect(render('text', healthy)).toBe(
    'No problems found in 4 namespaces of kind-prod v1.34.4 (7 objects, 8 checks).\n',
  );
});

test('a healthy part of a cluster does not pass for the whole', () => {
  const text = render('text', reportOf({ coverage: partialCoverage }));
  expect(text).toMatch(/^No problems found .*\n\nNot looked at\n {2}forbidden secrets\n/);
});

test('nothing judged is not called healthy', () => {
  const coverage = { ...fullCoverage, checks: { ...fullCoverage.checks, run: [] } };
  expect(render('text', reportOf({ coverage }))).toMatch(/^Nothing was judged /);
});

test('what a filter hides is not called healthy', () => {
  const hidden = reportOf({ findings, shown: [], filter: { severity: 'high', kinds: ['Node'] } });
  expect(render('text', hidden, { width: 200 })).toBe(
    'Nothing to show: all 6 findings are outside of severity high and worse, kind Node (4 namespaces of kind-prod v1.34.4,\n' +
      '  7 objects, 8 checks).\n',
  );
  const none = reportOf({ filter: { kinds: ['Node'], severity: 'high' } });
  expect(render('text', none, { width: 200 })).toBe(
    'No problems found in 4 namespaces of kind-prod v1.34.4, looking only at kind Node (7 objects, 8 checks).\n',
  );
  const some = reportOf({ findings, shown: [configMapMissing], filter: { selector: 'app=web' } });
  expect(render('text', some)).toContain('\nLooking only at labels app=web; 5 other findings not shown.\n\nC critical');
});

const aboutScan: Finding = {
  ...configMapMissing,
  id: '5ca9',
  check: 'scan-forbidden',
  severity: 'medium',
  title: 'Not allowed to read everything',
  message: 'May not list secrets',
  subject: { apiVersion: 'mekhanikube.io/v1', kind: 'Scan', namespace: null, name: 'kind-prod' },
  fixes: [{ text: 'See what you may do', command: 'kubectl auth can-i --list' }],
};

test('a finding about the reading is no problem of the cluster: it stands last, with what was not looked at', () => {
  const text = render('text', reportOf({ findings: [aboutScan], coverage: partialCoverage }));
  expect(text).toMatch(/^No problems found in 4 namespaces .*\n\nM medium {4}Not looked at\n {2}forbidden secrets\n/);
  expect(text.endsWith('            $ kubectl auth can-i --list\n  check     scan-forbidden (id 5ca9)\n')).toBe(true);
  const both = render('text', reportOf({ findings: [aboutScan, ...findings], coverage: partialCoverage }));
  expect(both.indexOf('PodDisruptionBudget selects no pod')).toBeLessThan(both.indexOf('Not looked at'));
  expect(both).toContain('2 medium');
});

test('a finding about the reading that coverage does not explain is shown like any other', () => {
  expect(render('text', reportOf({ findings: [aboutScan] }))).toContain(
    'M medium    Not allowed to read everything\n            Scan kind-prod, 3 pods, for 14m\n            May not list secrets\n',
  );
});

test.each([40, 60, 80, 120])('at %i columns nothing but commands is wider', (width) => {
  const lines = render('text', broken, { width, verbose: true }).split('\n');
  const wide = lines.filter((line) => stringWidth(line) > width).map((line) => line.trim());
  expect(wide.filter((line) => !line.startsWith('$ kubectl') && !line.startsWith('https://'))).toEqual([]);
});

test('a command stays on one line of its own', () => {
  const command = `kubectl get pods -l '${'x'.repeat(300)}'`;
  expect(textOf({ fixes: [{ text: 'Look', command }] }).split('\n')).toContain(`            $ ${command}`);
});

test('says since when only where it is known', () => {
  expect(textOf({})).toContain('Deployment shop/web, 3 pods, for 14m\n');
  expect(textOf({ since: null })).toContain('Deployment shop/web, 3 pods\n');
  expect(textOf({ since: 'yesterday' })).toContain('Deployment shop/web, 3 pods\n');
});

test('counts what it hits by kind', () => {
  const members = [refTo('Job', 'shop', 'a'), refTo('Ingress', 'shop', 'b'), refTo('Ingress', 'shop', 'c')];
  const policies = ['a', 'b'].map((name) => refTo('NetworkPolicy', 'shop', name));
  expect(textOf({ members: [...members, ...policies] })).toContain(
    'shop/web, 2 ingresses, 1 job, 2 NetworkPolicies, for',
  );
});

test('shows four fields and says how many there are besides', () => {
  const evidence = [1, 2, 3, 4, 5, 6].map((value) => ({ object: web, path: `status.field${value}`, value }));
  expect(textOf({ evidence })).toContain('status.field4 = 4\n            and 2 more fields\n');
  expect(textOf({ evidence }, { verbose: true })).toContain('status.field6 = 6\n');
});

test('symptoms that say the same share a line, and many are cut', () => {
  const symptoms = Array.from({ length: 40 }, (_, index) =>
    symptom({
      check: 'service-no-endpoints',
      subject: refTo('Service', index < 30 ? 'shop' : `team-${index}`, `s${index}`),
      message: 'No endpoint is ready',
    }),
  );
  expect(textOf({ symptoms })).toContain(
    '  leads to  Service shop/s0, s1, s2 and 27 more: No endpoint is ready\n' +
      '            Service team-30/s30: No endpoint is ready\n',
  );
  expect(textOf({ symptoms })).toContain('Service team-33/s33: No endpoint is ready\n            and 6 more\n');
  const verbose = textOf({ symptoms }, { verbose: true });
  expect(verbose).toContain('s29: No endpoint');
  expect(verbose).toContain('Service team-39/s39');
});

test('a symptom of the subject itself does not name it again, and a long one is shortened', () => {
  const symptoms = [
    symptom({
      check: 'service-no-endpoints',
      subject: refTo('Service', 'shop', 'api'),
      message: `failed: ${'x '.repeat(200)}end`,
    }),
    symptom({ check: 'deployment-unavailable', subject: web, message: '0 of 3 pods are available' }),
  ];
  expect(textOf({ symptoms })).toContain(
    '  leads to  0 of 3 pods are available\n            Service shop/api: failed: x',
  );
  expect(textOf({ symptoms })).toMatch(/ x \.\.\. x [x \n]*end\n/);
  expect(textOf({ symptoms }, { verbose: true })).not.toContain('...');
});

test('severity is a letter and a word, never colour alone', () => {
  for (const [severity, label] of [
    ['critical', 'C critical'],
    ['high', 'H high'],
    ['medium', 'M medium'],
    ['low', 'L low'],
    ['info', 'I info'],
  ] as const) {
    expect(textOf({ severity })).toContain(`\n\n${label}`);
  }
});

test('colour adds codes and nothing else', () => {
  const colored = render('text', broken, { color: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes that chalk writes
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(render('text', broken));
  expect(colored).toContain('\u001b[31m');
});

test('a hostile message forges neither lines nor colours', () => {
  const text = textOf({
    message: 'down\nC critical  Fake\u001b[2J\u001b]0;title\u0007 \u202etxt.exe\r\rNo problems found',
    evidence: [{ object: web, path: 'status.message', value: 'a\nb\u001b[31m' }],
    fixes: [{ text: 'Look', command: "kubectl get 'a\nrm -rf /'" }],
  });
  expect(text).not.toMatch(/[^\n\P{Cc}]/u);
  expect(text).not.toContain('\u202e');
  expect(text.split('\n').filter((line) => /^[CHMLI] /.test(line))).toHaveLength(1);
  expect(text).toContain("$ kubectl get 'a⏎rm -rf /'\n");
  expect(text).toContain('status.message = a⏎b\\x1b[31m\n');
});

test('with --ascii there is nothing else', () => {
  const text = textOf({ message: 'größer als\n日本' }, { ascii: true });
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  expect(text).toContain('gr\\xf6\\xdfer als\\n\\u65e5\\u672c');
});

test('a very long value is cut, unless all is asked for', () => {
  const evidence = [{ object: web, path: 'status.message', value: 'x'.repeat(1000) }];
  expect(textOf({ evidence }).length).toBeLessThan(1500);
  expect(textOf({ evidence })).toMatch(/x \.\.\.\n *x/);
  expect(textOf({ evidence }, { verbose: true })).not.toContain('...');
});
