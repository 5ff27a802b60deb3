import { expect, test } from 'vitest';
import { type KeyParts, keyOf } from '../../../../src/explain/cache/key.ts';

const parts: KeyParts = {
  backend: { name: 'ollama', address: 'http://127.0.0.1:11434' },
  identity: { name: 'qwen3:4b-instruct', digest: 'sha256:1', parallel: 1 },
  language: 'English',
  masked: false,
  system: 'rules',
  prompt: 'E1: something',
};

const others: Readonly<Record<string, Partial<KeyParts>>> = {
  digest: { identity: { ...parts.identity, digest: 'sha256:2' } },
  model: { identity: { ...parts.identity, name: 'llama3.2:3b' } },
  language: { language: 'German' },
  masking: { masked: true },
  rules: { system: 'other rules' },
  prompt: { prompt: 'E1: something else' },
  backend: { backend: { name: 'openai', address: 'http://127.0.0.1:11434' } },
};

test.each(Object.entries(others))('another %s is another key', (_, change) => {
  expect(keyOf({ ...parts, ...change })).not.toBe(keyOf(parts));
});

test('the address counts only where the server tells no digest', () => {
  const elsewhere = { backend: { name: 'ollama', address: 'http://10.0.0.1:11434' } };
  expect(keyOf({ ...parts, ...elsewhere })).toBe(keyOf(parts));
  const identity = { ...parts.identity, digest: null };
  expect(keyOf({ ...parts, ...elsewhere, identity })).not.toBe(keyOf({ ...parts, identity }));
});

test('is a name that a file can have', () => {
  expect(keyOf(parts)).toMatch(/^[0-9a-f]{64}$/);
});
