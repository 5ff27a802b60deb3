import { describe, expect, it } from 'vitest';
import { ChannelDefinition, channelsFrom } from '../../../../src/delivery/notify/channels.ts';

const definition = (more: object = {}) =>
  ChannelDefinition.parse({ name: 'oncall', type: 'webhook', urlFrom: 'URL_A', ...more });
const env = { URL_A: 'https://hooks.example.com/services/T0/B0/abc#x', KEY_A: 'k'.repeat(32) };

describe('channelsFrom', () => {
  it('takes address and secret from the variables', () => {
    expect(channelsFrom(env, [definition({ secretFrom: 'KEY_A' })])).toEqual([
      {
        name: 'oncall',
        type: 'webhook',
        url: 'https://hooks.example.com/services/T0/B0/abc',
        secret: env.KEY_A,
        allowPrivate: false,
      },
    ]);
  });

  it.each<readonly [string, Record<string, string>, object]>([
    ['URL_A, the address of channel oncall, is not set', {}, {}],
    ['holds no address', { URL_A: 'ftp://hooks.example.com' }, {}],
    ['holds no address', { URL_A: 'https://user:topsecret@hooks.example.com' }, {}],
    ['holds no address', { URL_A: 'topsecret' }, {}],
    ['is not encrypted', { URL_A: 'http://hooks.example.com/topsecret' }, {}],
    ['hands out the credentials', { URL_A: 'https://metadata.google.internal/topsecret' }, { allowPrivate: true }],
    ['link local', { URL_A: 'https://169.254.169.254/topsecret' }, { allowPrivate: true }],
    ['does not say allowPrivate', { URL_A: 'https://127.0.0.1/topsecret' }, {}],
    ['signs nothing', { URL_A: 'https://a.example' }, { type: 'slack', secretFrom: 'KEY_A' }],
    ['KEY_A, the secret of channel oncall, is not set', { URL_A: 'https://a.example' }, { secretFrom: 'KEY_A' }],
    ['is too short', { URL_A: 'https://a.example', KEY_A: 'topsecret' }, { secretFrom: 'KEY_A' }],
  ])('says %s, and never the value', (message, given, more) => {
    expect(() => channelsFrom(given, [definition(more)])).toThrow(message);
    expect(() => channelsFrom(given, [definition(more)])).not.toThrow('topsecret');
  });

  it('wants names of their own, and no address in the definition', () => {
    expect(() => channelsFrom(env, [definition(), definition()])).toThrow('two channels are called oncall');
    expect(ChannelDefinition.safeParse({ name: 'a', type: 'slack', url: 'https://x' }).success).toBe(false);
    expect(ChannelDefinition.safeParse({ name: 'a', type: 'slack', urlFrom: 'https://x' }).success).toBe(false);
  });
});
