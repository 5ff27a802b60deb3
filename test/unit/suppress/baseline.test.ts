import { describe, expect, test } from 'vitest';
import { type Baseline, baselineText, parseBaseline } from '../../../src/suppress/baseline.ts';
import { nextBaseline, resolvedIn } from '../../../src/suppress/baseline-change.ts';
import { sift } from '../../../src/suppress/sift.ts';
import { api, finding, TAKEN_AT, viewWith, web } from './sample.ts';

const image = finding('image-not-found', web);
const crash = finding('pod-crash-loop', api);
const CHECKS = { run: ['image-not-found', 'pod-crash-loop'], skipped: [], crashed: [] };
const view = viewWith({});

function known(...findings: readonly (typeof image)[]): Baseline {
  const seen = { findings, checks: CHECKS, namespaces: null };
  return nextBaseline(new Map(), { kept: findings, suppressed: [] }, seen, '2025-12-01T00:00:00Z');
}

test('is read as it was written, sorted, whatever order it came in', () => {
  const text = baselineText(known(image, crash));
  expect(text).toBe(`# Findings that are known. Written by mekhanikube analyze --write-baseline, read by --baseline.
apiVersion: mekhanikube.io/v1alpha1
kind: Baseline
findings:
  - id: ${crash.id}
    check: pod-crash-loop
    subject: Deployment shop/api
    since: '2025-12-01'
  - id: ${image.id}
    check: image-not-found
    subject: Deployment shop/web
    since: '2025-12-01'
`);
  expect(baselineText(known(crash, image))).toBe(text);
  expect(parseBaseline('known.yaml', text)).toEqual(known(image, crash));
});

test('ids that look like numbers stay what they are', () => {
  for (const id of [
    '0123456789012345',
    '1234567890123456',
    '12e4567890123456',
    '1e00000000000001',
    '0000000000000000',
  ]) {
    const entry = { id, check: 'a', subject: 'Pod shop/web', since: '2026-01-01' };
    expect([...parseBaseline('known.yaml', baselineText(new Map([[id, entry]]))).keys()]).toEqual([id]);
  }
});

describe('one that is broken is one clear error', () => {
  test.each([
    ['', /^known\.yaml:1: /],
    ['kind: [', /^known\.yaml:\d: is no YAML/],
    ['apiVersion: v1\nkind: Baseline\nfindings: []\n', /^known\.yaml:1: apiVersion: .*"mekhanikube\.io\/v1alpha1"/],
    ['apiVersion: mekhanikube.io/v1alpha1\nkind: Config\n', /^known\.yaml:2: kind: .*"Baseline"$/],
    [
      'apiVersion: mekhanikube.io/v1alpha1\nkind: Baseline\nfindings:\n  - id: abc\n    check: a\n    subject: b\n    since: 2026-01-01\n',
      /^known\.yaml:4: findings\[0\]\.id: is no id of a finding: 16 hexadecimal digits/,
    ],
    [
      'apiVersion: mekhanikube.io/v1alpha1\nkind: Baseline\nfindings: []\n---\na: 1\n',
      /^known\.yaml:1: holds several documents/,
    ],
  ])('%j', (text, message) => {
    expect(() => parseBaseline('known.yaml', text)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });
});

test('what it knows is not reported', () => {
  const { kept, suppressed } = sift([image, crash], { rules: [], baseline: known(image) }, view);
  expect(kept).toEqual([crash]);
  expect(suppressed).toEqual([{ finding: image, by: 'baseline', reason: 'known since 2025-12-01', where: null }]);
});

describe('what became of an entry', () => {
  const looked = { findings: [crash], checks: CHECKS, namespaces: null };

  test('is gone where its check looked there again', () => {
    expect(resolvedIn(known(image, crash), looked).map(({ id }) => id)).toEqual([image.id]);
    expect(resolvedIn(known(image), { ...looked, namespaces: ['shop'] })).toHaveLength(1);
  });

  test.each([
    ['its check did not run', { ...looked, checks: { ...CHECKS, run: ['pod-crash-loop'] } }],
    ['it ran in some namespaces only', { ...looked, checks: { ...CHECKS, skipped: [{ check: 'image-not-found' }] } }],
    ['it crashed', { ...looked, checks: { ...CHECKS, crashed: [{ check: 'image-not-found' }] } }],
    ['its namespace was not asked for', { ...looked, namespaces: ['billing'] }],
    [
      'it follows from another finding now',
      {
        ...looked,
        findings: [
          finding('node-not-ready', api, {
            symptoms: [
              { check: image.check, subject: web, message: '', because: { rule: 'consequence' as const, by: crash } },
            ],
          }),
        ],
      },
    ],
  ])('is not gone where %s', (_what, seen) => {
    expect(resolvedIn(known(image), seen)).toEqual([]);
  });
});

describe('written again', () => {
  test('it keeps the day of what it knew, drops what is gone, and keeps what was not looked for', () => {
    const before = known(image, crash);
    const gone = { findings: [crash], checks: CHECKS, namespaces: null };
    const sifted = { kept: [crash], suppressed: [] };
    expect([...nextBaseline(before, sifted, gone, TAKEN_AT)]).toEqual([[crash.id, before.get(crash.id)]]);
    const elsewhere = { ...gone, findings: [], namespaces: ['billing'] };
    expect(nextBaseline(before, { kept: [], suppressed: [] }, elsewhere, TAKEN_AT)).toEqual(before);
  });

  test('it gives what is new the day of the snapshot, and needs nothing that is ignored', () => {
    const seen = { findings: [image, crash], checks: CHECKS, namespaces: null };
    const suppressed = [{ finding: image, by: 'rule', reason: 'known', where: 'a.yaml:1' }] as const;
    const next = nextBaseline(known(image), { kept: [crash], suppressed }, seen, TAKEN_AT);
    expect([...next.values()]).toEqual([
      { id: crash.id, check: 'pod-crash-loop', subject: 'Deployment shop/api', since: '2026-01-10' },
    ]);
  });
});
