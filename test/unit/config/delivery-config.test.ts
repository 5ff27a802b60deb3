import { expect, test } from 'vitest';
import { deliveryConfig } from '../../../src/config/delivery-config.ts';

test('nothing is sent anywhere unless it is asked for', () => {
  expect(deliveryConfig({})).toEqual({
    pushgateway: null,
    alertmanager: null,
    alertForMs: 7_200_000,
    timeoutMs: 30_000,
  });
});

test.each([
  ['http://push:9091', 'http://push:9091'],
  ['https://metrics.example.com/push//', 'https://metrics.example.com/push'],
  [' HTTPS://Metrics.example.com:443/ ', 'https://metrics.example.com'],
  ['http://[::1]:9091', 'http://[::1]:9091'],
])('%s is the address %s', (typed, address) => {
  expect(deliveryConfig({ pushgateway: typed }).pushgateway).toBe(address);
  expect(deliveryConfig({ alertmanager: typed }).alertmanager).toBe(address);
});

test.each([
  ['', /--pushgateway: this is no http or https address/],
  ['push:9091', /no http or https address/],
  ['hunter2:hunter2@push:9091', /no http or https address/],
  ['ftp://push', /no http or https address/],
  ['file:///etc/passwd', /no http or https address/],
  ['http://u:hunter2@push', /holds a user or a password/],
  ['http://hunter2@push', /holds a user or a password/],
  ['http://push?token=hunter2', /has a query or a fragment/],
  ['http://push/#hunter2', /has a query or a fragment/],
])('%j is refused, and not repeated', (typed, message) => {
  const parse = () => deliveryConfig({ pushgateway: typed });
  expect(parse).toThrow(message);
  expect(parse).toThrow(expect.objectContaining({ code: 'usage', hint: expect.not.stringContaining('hunter2') }));
  expect(parse).not.toThrow(/hunter2/);
});

test('lengths of time are checked', () => {
  expect(deliveryConfig({ alertFor: '30m', requestTimeout: '5s' })).toMatchObject({
    alertForMs: 1_800_000,
    timeoutMs: 5_000,
  });
  expect(() => deliveryConfig({ alertFor: 'soon' })).toThrow(/--alert-for: "soon" is no length of time/);
});
