import { expect, it } from 'vitest';
import { gatewayIn } from '../../../../src/cluster/reach/gateway.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const row = (destination: string, gateway: string) =>
  `eth0\t${destination}\t${gateway}\t0003\t0\t0\t0\t00000000\t0\t0\t0`;

it.each([
  ['of a bridge', [row('00000000', '010011AC'), row('000011AC', '00000000')], '172.17.0.1'],
  ['behind other routes', [row('000011AC', '00000000'), row('00000000', '0101A8C0')], '192.168.1.1'],
  ['that is a device alone', [row('00000000', '00000000')], null],
  ['of a network without a way out', [row('000011AC', '00000000')], null],
  ['of nonsense', ['eth0 00000000 hello'], null],
])('finds the gateway %s', (_, rows, expected) => {
  expect(gatewayIn(`${[HEAD, ...rows].join('\n')}\n`)).toBe(expected);
});

it('finds none in an empty table', () => {
  expect(gatewayIn('')).toBeNull();
});
