import { describe, test } from 'vitest';
import type { MachineFacts } from '../../../src/doctor/facts.ts';
import { cores } from '../../../src/doctor/machine/cores.ts';
import { cacheFolder, stateFolder } from '../../../src/doctor/machine/folders.ts';
import { gpu } from '../../../src/doctor/machine/gpu.ts';
import { memory } from '../../../src/doctor/machine/memory.ts';
import { expectLine } from './expected.ts';
import { type Expected, MACHINE } from './sample.ts';

const machine = (more: Partial<MachineFacts>): MachineFacts => ({ ...MACHINE, ...more });

test.each<[string, MachineFacts, Expected]>([
  ['enough', machine({}), ['ok', /^16\.0 GB$/]],
  [
    'too little',
    machine({ memoryBytes: 1e9, isEnoughForModels: false }),
    ['warn', /^1\.0 GB: too little/, /OLLAMA_HOST/],
  ],
])('memory: %s', (_case, facts, expected) => expectLine(memory, facts, expected));

test.each<[number, Expected]>([
  [1, ['ok', /^1 core$/]],
  [8, ['ok', /^8 cores$/]],
])('cores: %d', (count, expected) => expectLine(cores, machine({ cores: count }), expected));

test.each<[string, MachineFacts['gpu'], Expected]>([
  ['none', null, ['skip', /none that can be seen/]],
  ['with memory', { name: 'Apple silicon', memoryBytes: 10e9 }, ['ok', /^Apple silicon, 10\.0 GB for models$/]],
  ['of unknown memory', { name: 'RTX', memoryBytes: null }, ['ok', /^RTX$/]],
])('gpu: %s', (_case, found, expected) => expectLine(gpu, machine({ gpu: found }), expected));

describe.each([
  ['cache', cacheFolder, /answers are not kept/, /XDG_CACHE_HOME/],
  ['state', stateFolder, /masked names change/, /MEKHANIKUBE_STATE/],
] as const)('%s folder', (name, line, lost, variable) => {
  const folder = { path: '/f', refusal: null, freeBytes: 1e9 };
  test.each<[string, MachineFacts['cache'], Expected]>([
    ['writable', folder, ['ok', /^\/f, 1\.0 GB free$/]],
    ['of unknown room', { ...folder, freeBytes: null }, ['ok', /^\/f$/]],
    ['full', { ...folder, freeBytes: 99e6 }, ['warn', /^\/f, 99 MB free$/, /make room/]],
    [
      'not writable',
      { ...folder, refusal: 'EROFS', freeBytes: null },
      ['warn', /^\/f cannot be written \(EROFS\)/, variable],
    ],
    ['not writable: what is lost', { ...folder, refusal: 'EACCES' }, ['warn', lost, /make it writable/]],
  ])('%s', (_case, found, expected) => expectLine(line, machine({ [name]: found }), expected));
});
