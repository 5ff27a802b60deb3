import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MekhanikubeError } from '../../../../src/base/errors.ts';
import { localityOf, normaliseBaseUrl, normaliseOllamaHost } from '../../../../src/explain/model/address.ts';

const nowhere = async () => [];

describe('normaliseOllamaHost', () => {
  it.each([
    ['', 'http://127.0.0.1:11434'],
    ['ollama', 'http://ollama:11434'],
    ['ollama:8080', 'http://ollama:8080'],
    [':8080', 'http://127.0.0.1:8080'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:80', 'http://127.0.0.1'],
    ['http://0.0.0.0:11434/', 'http://127.0.0.1:11434'],
    ['ollama:11434/', 'http://ollama:11434'],
    ['ollama/', 'http://ollama:11434'],
    [' "ollama" ', 'http://ollama:11434'],
    ['http://ollama', 'http://ollama'],
    ['https://ollama.example', 'https://ollama.example'],
    ['https://ollama.example/some/path//', 'https://ollama.example/some/path'],
    ['ollama/path:1', 'http://ollama:11434/path:1'],
    ['::1', 'http://[::1]:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['[::]:8080', 'http://[::1]:8080'],
    ['http://ollama:11434/?q=1#f', 'http://ollama:11434'],
  ])('reads %j as %s', (text, url) => {
    expect(normaliseOllamaHost(text)).toBe(url);
  });

  it.each(['ftp://ollama', 'http://', 'a b', 'ollama:99999', 'file:///etc/passwd'])('refuses %j', (text) => {
    expect(() => normaliseOllamaHost(text)).toThrow(MekhanikubeError);
  });

  it('never throws anything else, and never changes what it gave', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let url: string;
        try {
          url = normaliseOllamaHost(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(MekhanikubeError);
          return;
        }
        expect(normaliseOllamaHost(url)).toBe(url);
      }),
    );
  });
});

describe('credentials in an address', () => {
  it.each([normaliseOllamaHost, normaliseBaseUrl])('are refused and not repeated (%o)', (normalise) => {
    for (const text of ['http://me:hunter2@ollama:1', 'http://hunter2@ollama']) {
      const attempt = () => normalise(text);
      expect(attempt).toThrow(expect.objectContaining({ code: 'usage', hint: expect.stringContaining('API_KEY') }));
      expect(attempt).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
    }
    expect(() => normalise('https://hunter2@:x y/')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});

it('takes the slash from a base URL, and its path along', () => {
  expect(normaliseBaseUrl('http://vllm:8000/v1/')).toBe('http://vllm:8000/v1');
  expect(() => normaliseBaseUrl('vllm:8000/v1')).toThrow(MekhanikubeError);
});

describe('localityOf', () => {
  it.each([
    'http://127.0.0.1:11434',
    'http://127.8.9.1',
    'http://[::1]:11434',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:10.1.2.3]',
    'http://0.0.0.0',
    'http://10.255.1.1',
    'http://172.16.0.1',
    'http://172.31.255.255',
    'http://192.168.1.1',
    'http://169.254.1.1',
    'http://[fd00::1]',
    'http://[fe80::1]',
    'http://2130706433',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.0.0.1.',
    'http://localhost',
    'http://LOCALHOST.:1',
    'http://a.localhost',
    'http://host.docker.internal:11434',
    'http://gateway.docker.internal',
  ])('%s is local', async (url) => {
    expect(await localityOf(url, async () => ['8.8.8.8'])).toBe('local');
  });

  it.each([
    'http://8.8.8.8',
    'http://172.32.0.1',
    'http://172.15.0.1',
    'http://11.0.0.1',
    'http://192.169.0.1',
    'http://[2001:db8::1]',
    'http://[::ffff:8.8.8.8]',
    'http://134744072',
    'http://0x08080808',
    'https://api.openai.com/v1',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://notlocalhost.com',
    'http://host.docker.internal.example',
    'http://vllm.internal:8000/v1',
  ])('%s is remote', async (url) => {
    expect(await localityOf(url, async () => ['127.0.0.1'])).toBe('remote');
  });

  it.each([
    [[], 'local'],
    [['172.18.0.2'], 'local'],
    [['172.18.0.2', 'fe80::1%eth0'], 'local'],
    [['172.18.0.2', '8.8.8.8'], 'remote'],
    [['2001:db8::1'], 'remote'],
  ] as const)('a name without dots that resolves to %j is %s', async (addresses, locality) => {
    expect(await localityOf('http://ollama:11434', async () => addresses)).toBe(locality);
  });

  it('a name without dots whose look-up fails is local', async () => {
    expect(await localityOf('http://ollama', () => Promise.reject(new Error('no DNS')))).toBe('local');
  });

  it('refuses credentials', async () => {
    await expect(localityOf('http://127.0.0.1@8.8.8.8/', nowhere)).rejects.toThrow(MekhanikubeError);
  });
});
