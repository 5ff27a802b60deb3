import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipBlockHolds } from '../../../../src/kube/network/ip-blocks.ts';

const v4 = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })));
const bitsOf = (parts: readonly number[]): string => parts.map((part) => part.toString(2).padStart(8, '0')).join('');

describe('ipBlockHolds', () => {
  test.each([
    ['10.0.0.0/8', [], '10.244.0.7', true],
    ['10.0.0.0/8', [], '11.0.0.1', false],
    ['0.0.0.0/0', ['10.0.0.0/8'], '10.244.0.7', false],
    ['0.0.0.0/0', ['10.0.0.0/8'], '192.0.2.1', true],
    ['::/0', [], '10.244.0.7', false],
    ['0.0.0.0/0', [], '2001:db8::1', false],
    ['2001:db8::/32', [], '2001:db8:0:1::7', true],
    ['2001:db8::/32', ['2001:db8:0:1::/64'], '2001:db8:0:1::7', false],
    ['::ffff:10.0.0.0/104', [], '::ffff:10.1.2.3', true],
    ['169.254.20.10/32', [], '169.254.20.10', true],
  ] as const)('%s except %j, %s: %s', (cidr, except, address, expected) => {
    expect(ipBlockHolds({ cidr, except }, address)).toBe(expected);
  });

  test.each(['', '10.0.0.0', '10.0.0.0/33', '10.0.0/8', '300.0.0.0/8', '2001:db8::1::/32', '1:2:3/64', 'x/8'])(
    'does not guess at %j',
    (cidr) => {
      expect(ipBlockHolds({ cidr }, '10.0.0.1')).toBeNull();
    },
  );

  test('an exception that cannot be read leaves it open', () => {
    expect(ipBlockHolds({ cidr: '10.0.0.0/8', except: ['x'] }, '10.0.0.1')).toBeNull();
  });

  test('compares the leading bits', () => {
    fc.assert(
      fc.property(v4, v4, fc.integer({ min: 0, max: 32 }), (network, address, length) => {
        const expected = bitsOf(network).slice(0, length) === bitsOf(address).slice(0, length);
        expect(ipBlockHolds({ cidr: `${network.join('.')}/${length}` }, address.join('.'))).toBe(expected);
      }),
    );
  });
});
