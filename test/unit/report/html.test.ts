import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText, reportSaying } from './hostile.ts';
import { broken, configMapMissing, findings, render, reportOf } from './sample.ts';

interface Data {
  readonly objects: readonly (readonly [string, string | null, string])[];
  readonly checks: readonly (readonly [string, string, string, string])[];
  readonly findings: readonly Record<string, unknown>[];
}

function dataOf(html: string): Data {
  const [, text = ''] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(html) ?? [];
  return JSON.parse(text);
}

test('the policy of the page lets in its own style and script, and nothing else', () => {
  const html = render('html', broken);
  const hashOf = (element: RegExp) =>
    createHash('sha256')
      .update(element.exec(html)?.[1] ?? '')
      .digest('base64');
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    `script-src 'sha256-${hashOf(/<script>([\s\S]*?)<\/script>/)}'`,
    `style-src 'sha256-${hashOf(/<style>([\s\S]*?)<\/style>/)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test('no text of a cluster becomes a tag, an attribute or an end of the data', () => {
  const tags = (html: string) => html.match(/<\/?[a-z]+/g)?.length;
  const attributes = (html: string) => html.match(/ [a-z-]+="/g)?.length;
  const plain = render('html', reportSaying('plain'));
  fc.assert(
    fc.property(
      fc.oneof(anyText, fc.constantFrom('" onload="x', "' onload='x", '</script><b>', '<!--<script')),
      (text) => {
        const html = render('html', reportSaying(`x${text}x`));
        expect([tags(html), attributes(html)]).toEqual([tags(plain), attributes(plain)]);
        expect(dataOf(html).findings).toHaveLength(2);
      },
    ),
  );
});

test('an object and a check stand once in the data, however many findings name them', () => {
  const many = Array.from({ length: 50 }, (_, index) => ({ ...configMapMissing, id: `id-${index}` }));
  const data = dataOf(render('html', reportOf({ findings: many })));
  // The Deployment, its three pods, the Service, the Ingress; the ConfigMap and the node of the picture.
  expect([data.findings.length, data.objects.length, data.checks.length]).toEqual([50, 8, 1]);
  expect(data.checks[0]?.[2]).toBe(
    'A pod names a ConfigMap that is not there. The kubelet does not start the container.',
  );
});

test('only the address of a page becomes a link', () => {
  const linkOf = (docs: string) =>
    dataOf(render('html', reportOf({ findings: [{ ...configMapMissing, docs }] }))).checks[0]?.[1];
  expect(linkOf('https://kubernetes.io/docs/#x')).toBe('https://kubernetes.io/docs/#x');
  for (const docs of ['javascript:alert(1)', 'data:text/html,x', 'https://x/"onclick', 'http://x', ''])
    expect(linkOf(docs)).toBe('');
});

test('long lists and texts are cut, and say how much is missing', () => {
  const [member] = configMapMissing.members;
  if (member === undefined) throw new Error('it has members');
  const finding = {
    ...configMapMissing,
    message: 'm'.repeat(20_000),
    members: Array.from({ length: 3_000 }, (_, index) => ({ ...member, name: `web-${index}` })),
    symptoms: Array.from({ length: 200 }, (_, index) => ({
      check: 'symptom',
      subject: { ...member, name: `web-${index}` },
      message: `m${index}`,
      because: { rule: 'consequence' as const, by: configMapMissing },
    })),
  };
  const html = render('html', reportOf({ findings: [finding] }));
  const [data] = dataOf(html).findings;
  expect(data).toMatchObject({ membersMore: 2_900, symptomsMore: 140, whole: expect.stringContaining('m ... m') });
  expect(html.length).toBeLessThan(120_000);
});

test('what changed before, and why a symptom follows', () => {
  const change = {
    object: configMapMissing.subject,
    at: '2026-01-10T11:45:00Z',
    what: 'revision 4, after 3',
    differences: [{ path: 'spec.template.spec.containers[name=web].image', from: 'web:1', to: 'web:2' }],
  };
  const [data] = dataOf(render('html', reportOf({ findings: [{ ...configMapMissing, change }] }))).findings;
  expect(data?.['change']).toEqual({
    object: 0,
    at: '2026-01-10T11:45:00Z',
    what: 'revision 4, after 3',
    differences: [['spec.template.spec.containers[name=web].image', 'web:1 -> web:2']],
  });
});

test('a thousand findings are small enough to mail', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => {
    const finding = findings[index % findings.length] ?? configMapMissing;
    return { ...finding, id: `id-${index}`, subject: { ...finding.subject, name: `web-${index}` } };
  });
  expect(render('html', reportOf({ findings: many })).length).toBeLessThan(2_500_000);
});
