import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameCovers, uncoveredHosts } from '../../../../src/kube/certificates/hosts.ts';

const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);

describe('nameCovers', () => {
  test.each([
    ['shop.example.com', 'shop.example.com', true],
    ['Shop.Example.com', 'shop.example.com.', true],
    ['*.example.com', 'shop.example.com', true],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'shop.example.org', false],
    ['shop.example.com', '*.example.com', false],
    ['*', 'localhost', false],
    ['10.0.0.1', '10.0.0.1', true],
  ])('%s for %s: %s', (name, host, covers) => {
    expect(nameCovers(name, host)).toBe(covers);
  });

  test('a wildcard is for exactly one label', () => {
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), label, (labels, domain) => {
        const host = [...labels, domain, 'test'].join('.');
        expect(nameCovers(`*.${domain}.test`, host)).toBe(labels.length === 1);
      }),
    );
  });
});

test('uncoveredHosts leaves out what any of the names covers', () => {
  expect(uncoveredHosts(['*.a.test', 'b.test'], ['x.a.test', 'b.test', 'c.test'])).toEqual(['c.test']);
});
