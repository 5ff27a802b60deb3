import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { addressObjection, hostObjection, safeLookup } from '../../../src/delivery/safe-target.ts';

const shut = { allowPrivate: false };
const open = { allowPrivate: true };

describe('addressObjection', () => {
  it.each(['8.8.8.8', '2606:4700::1111', '64:ff9b::808:808'])('reaches %s', (address) => {
    expect(addressObjection(address, shut)).toBeNull();
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
  ])('reaches %s only where the channel says so', (address) => {
    expect(addressObjection(address, shut)).toContain('allowPrivate');
    expect(addressObjection(address, open)).toBeNull();
  });

  it.each([
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'fd00:0ec2:0::0254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '0.1.2.3',
    '::',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '240.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::a9fe:a9fe',
    '::ffff:0:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '2001::1',
    'fec0::1',
    'nonsense',
  ])('never reaches %s', (address) => {
    expect(addressObjection(address, open)).not.toBeNull();
  });
});

describe('hostObjection', () => {
  it.each([
    'metadata.google.internal',
    'METADATA.google.internal.',
    'a.metadata.google.internal',
    'metadata',
    '[fd00:ec2::254]',
  ])('refuses %s without asking anybody', (host) => {
    expect(hostObjection(host, open)).not.toBeNull();
  });

  it.each([
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://[::ffff:169.254.169.254]/',
  ])('sees through %s', (url) => {
    expect(hostObjection(new URL(url).hostname, open)).not.toBeNull();
  });

  it('leaves a name to the lookup', () => {
    expect(hostObjection('hooks.example.com', shut)).toBeNull();
    expect(hostObjection('metadata.example.com', shut)).toBeNull();
  });
});

describe('safeLookup', () => {
  const four = (address: string): LookupAddress => ({ address, family: 4 });
  const look = (addresses: readonly LookupAddress[], all: boolean, reach = shut) =>
    new Promise<unknown>((resolve) => {
      const lookup = safeLookup(reach, async () => addresses);
      lookup('hooks.example.com', { all }, (error, address) => resolve(error?.message ?? address));
    });

  it('gives the addresses that it has judged', async () => {
    expect(await look([four('8.8.8.8')], true)).toEqual([four('8.8.8.8')]);
    expect(await look([four('8.8.8.8')], false)).toBe('8.8.8.8');
  });

  it('refuses a name that leads to a bad address, even beside a good one', async () => {
    expect(await look([four('169.254.169.254')], true, open)).toBe('its address is link local');
    expect(await look([four('8.8.8.8'), four('10.0.0.1')], true)).toContain('private');
    expect(await look([], true)).toBe('it has no address');
  });

  it('passes on that a name cannot be resolved', async () => {
    const lookup = safeLookup(shut, async () => {
      throw new Error('ENOTFOUND');
    });
    const said = await new Promise((resolve) => lookup('x', {}, (error) => resolve(error?.message)));
    expect(said).toBe('ENOTFOUND');
  });
});
