import { describe, test } from 'vitest';
import type { ModelFacts } from '../../../src/doctor/facts.ts';
import { disk } from '../../../src/doctor/model/disk.ts';
import { models } from '../../../src/doctor/model/models.ts';
import { recommended } from '../../../src/doctor/model/recommended.ts';
import { server } from '../../../src/doctor/model/server.ts';
import { version } from '../../../src/doctor/model/version.ts';
import { expectLine } from './expected.ts';
import { type Expected, model } from './sample.ts';

const NO_SERVER: ModelFacts = {
  state: 'unreachable',
  baseUrl: 'http://x:1',
  message: 'Ollama at http://x:1 cannot be reached',
};
const NO_ADDRESS: ModelFacts = {
  state: 'misaddressed',
  message: 'the address is not a URL',
  hint: 'give it as http://host:port',
};
const SUGGESTED = { name: 'llama3.2:3b', downloadBytes: 2e9, installed: false };

describe('server', () => {
  test.each<[string, ModelFacts, Expected]>([
    ['answers', model(), ['ok', /Ollama answers at http:\/\/127\.0\.0\.1:11434/]],
    ['is far away', model({ isRemote: true }), ['warn', /neither this machine nor/, /--allow-remote-model/]],
    ['is not there: no failure', NO_SERVER, ['warn', /cannot be reached; .*built-in texts/, /ollama serve/]],
    ['has no address', NO_ADDRESS, ['fail', /is not a URL/, /http:\/\/host:port/]],
  ])('%s', (_case, facts, expected) => expectLine(server, facts, expected));
});

describe('version', () => {
  test.each<[string | null, Expected]>([
    ['0.5.0', ['ok', /Ollama 0\.5\.0/]],
    ['0.17.4', ['ok', /0\.17\.4/]],
    ['1.0.0-rc1', ['ok', /1\.0\.0/]],
    ['0.4.7', ['fail', /0\.4\.7 cannot hold an answer to a schema/, /install a newer one/]],
    ['0.0.0', ['skip', /0\.5 or newer/]],
    ['dev', ['skip', /does not tell/]],
    [null, ['skip', /does not tell/]],
  ])('%s', (told, expected) => expectLine(version, model({ version: told }), expected));

  test('of nobody', () => expectLine(version, NO_SERVER, null));
});

describe('models', () => {
  test.each<[string, ModelFacts, Expected]>([
    ['there', model(), ['ok', /^qwen3:4b-instruct would explain; installed: qwen3:4b-instruct$/]],
    [
      'none',
      model({ models: [], used: null, recommended: SUGGESTED }),
      ['warn', /^no model is installed; .*built-in texts$/, /^mekhanikube model pull llama3\.2:3b$/],
    ],
    [
      'none, on a small machine',
      model({ models: [], used: null, recommended: null }),
      ['warn', /no model is installed/, /model pull gemma3:1b/],
    ],
    [
      'none that writes',
      model({ models: ['nomic-embed-text:latest'], used: null }),
      ['warn', /no model that can explain; installed: nomic-embed-text:latest/, /model pull qwen3:4b-instruct/],
    ],
    [
      'not the one that was asked for',
      model({ wanted: 'llama3.1:8b', used: null }),
      ['warn', /llama3\.1:8b is not installed; installed: qwen3:4b-instruct/, /model pull llama3\.1:8b/],
    ],
    ['not told', model({ models: null, used: null }), ['skip', /does not tell which models/]],
    ['no server', NO_SERVER, null],
  ])('%s', (_case, facts, expected) => expectLine(models, facts, expected));
});

describe('recommended', () => {
  test.each<[string, ModelFacts, Expected]>([
    ['one', model(), ['ok', /^qwen3:4b-instruct: it fits$/]],
    ['none', model({ recommended: null, reason: 'too little memory' }), ['skip', /^no model: too little memory$/]],
    ['no server', NO_SERVER, null],
  ])('%s', (_case, facts, expected) => expectLine(recommended, facts, expected));
});

describe('disk', () => {
  const folder = (freeBytes: number | null) => ({ path: '/models', refusal: null, freeBytes });
  test.each<[string, ModelFacts, Expected]>([
    ['enough', model({ folder: folder(2e9), recommended: SUGGESTED }), ['ok', /2\.0 GB are free .*takes 2\.0 GB/]],
    ['too little', model({ folder: folder(1.9e9), recommended: SUGGESTED }), ['warn', /1\.9 GB are free/, /ollama rm/]],
    [
      'little, but it is there already',
      model({ folder: folder(1e9) }),
      ['ok', /1\.0 GB are free for models in \/models$/],
    ],
    ['not told', model({ folder: folder(null) }), ['skip', /does not see them/]],
    ['elsewhere', model({ folder: null }), ['skip', /does not see them/]],
    ['no server', NO_SERVER, null],
  ])('%s', (_case, facts, expected) => expectLine(disk, facts, expected));
});
