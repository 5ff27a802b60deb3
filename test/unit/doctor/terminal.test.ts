import { test } from 'vitest';
import type { TerminalFacts } from '../../../src/doctor/facts.ts';
import { color } from '../../../src/doctor/terminal/color.ts';
import { node } from '../../../src/doctor/terminal/node.ts';
import { tool } from '../../../src/doctor/terminal/tool.ts';
import { unicode } from '../../../src/doctor/terminal/unicode.ts';
import { width } from '../../../src/doctor/terminal/width.ts';
import { expectLine } from './expected.ts';
import { type Expected, TERMINAL } from './sample.ts';

const terminal = (more: Partial<TerminalFacts>): TerminalFacts => ({ ...TERMINAL, ...more });

test.each<[boolean, boolean, Expected]>([
  [true, true, ['ok', /^colour; standard output is a terminal$/]],
  [false, false, ['ok', /^no colour; standard output is no terminal$/]],
])('colour %s, terminal %s', (isOn, isTty, expected) => expectLine(color, terminal({ color: isOn, isTty }), expected));

test.each<[number, Expected]>([
  [60, ['ok', /^60 columns$/]],
  [59, ['warn', /^59 columns$/, /COLUMNS/]],
])('width %d', (columns, expected) => expectLine(width, terminal({ width: columns }), expected));

test.each<[string, TerminalFacts, Expected]>([
  ['UTF-8', terminal({}), ['ok', /^locale en_GB\.UTF-8$/]],
  ['utf8', terminal({ locale: 'C.utf8' }), ['ok', /C\.utf8/]],
  ['POSIX', terminal({ locale: 'POSIX' }), ['warn', /POSIX/, /LANG=C\.UTF-8/]],
  ['none', terminal({ locale: null }), ['warn', /no locale/, /--ascii/]],
  ['none, in a pipe', terminal({ locale: null, isTty: false }), ['ok', /no locale/]],
  ['none, on macOS', terminal({ locale: null, platform: 'darwin' }), ['ok', /no locale/]],
])('locale: %s', (_case, facts, expected) => expectLine(unicode, facts, expected));

test.each<[string, Expected]>([
  ['22.22.0', ['ok', /^Node 22\.22\.0$/]],
  ['24.21.0', ['ok', /24/]],
  ['22.21.9', ['fail', /too old: 22\.22/, /node@24/]],
  ['20.19.0', ['fail', /too old/, /npx/]],
])('Node %s', (nodeVersion, expected) => expectLine(node, terminal({ nodeVersion }), expected));

test('the version of the tool', () => expectLine(tool, terminal({}), ['ok', /^mekhanikube 1\.2\.3$/]));
