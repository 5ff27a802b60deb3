import { describe, expect, test } from 'vitest';
import { CHECKS, SCAN_CHECKS } from '../../src/checks/index.ts';
import { fixtures } from '../support/fixture.ts';

const all = [...CHECKS, ...SCAN_CHECKS];
const ids = new Set(all.map((check) => check.id));

/** Where makers say what their own objects mean. */
const SOURCES =
  /^https:\/\/(kubernetes\.io|github\.com\/kubernetes|docs\.docker\.com|gateway-api\.sigs\.k8s\.io|cert-manager\.io|external-secrets\.io|fluxcd\.io|argo-cd\.readthedocs\.io|helm\.sh|karpenter\.sh|kyverno\.io|olm\.operatorframework\.io|operator-framework\.github\.io)\//;

test('every id is used once', () => {
  expect(ids.size).toBe(all.length);
});

test('every fixture folder is named after a check', () => {
  expect([...new Set(fixtures().map((fixture) => fixture.check))].filter((id) => !ids.has(id))).toEqual([]);
});

describe.each(CHECKS)('$id', (check) => {
  const own = fixtures().filter((fixture) => fixture.check === check.id);

  test('has a fixture in which it speaks and two in which it is silent', () => {
    expect(own.filter((fixture) => fixture.expect.length > 0).length).toBeGreaterThanOrEqual(1);
    expect(own.filter((fixture) => fixture.expect.length === 0).length).toBeGreaterThanOrEqual(2);
  });

  test('has a title, a stable id and a source', () => {
    expect(check.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(check.title).not.toMatch(/[.!]$/);
    expect(check.source).toMatch(SOURCES);
  });

  test('explains only checks that exist, and not one that explains it', () => {
    for (const other of check.explains ?? []) {
      expect(ids, other).toContain(other);
      expect(CHECKS.find((candidate) => candidate.id === other)?.explains ?? []).not.toContain(check.id);
    }
  });
});
