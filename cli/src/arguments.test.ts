import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { isCoded } from '@stele/base';

import { numberOption, parseArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { temporaryFolder } from './test/fake-world.ts';

const command: Command = {
  name: 'try',
  operands: { label: 'FILE', min: 1, max: 2 },
  options: [
    { name: 'data', value: 'DIR', help: 'option.data' },
    { name: 'trust', value: 'FP', repeatable: true, help: 'verify.trust' },
    { name: 'force', help: 'notarize.force' },
  ],
  about: 'verify.about',
  calls: [],
  run: () => Promise.resolve(exitCodes.done),
};

void test('options and operands are read in any order', () => {
  const given = parseArguments(command, [
    'a',
    '--force',
    '--data=x',
    '--trust',
    '1',
    'b',
    '--trust=2',
  ]);
  assert.deepEqual(given.operands, ['a', 'b']);
  assert.equal(given.flag('force'), true);
  assert.equal(given.flag('json'), false);
  assert.equal(given.value('data'), 'x');
  assert.deepEqual(given.values('trust'), ['1', '2']);
  assert.equal(given.value('absent'), undefined);
});

void test('after -- everything is an operand, also what looks like an option', () => {
  assert.deepEqual(parseArguments(command, ['--', '--data', '-x']).operands, ['--data', '-x']);
  assert.equal(parseArguments(command, ['--data=--json', 'a']).value('data'), '--json');
});

void test('each way to go wrong has its code', () => {
  const wrong: readonly (readonly [string, readonly string[]])[] = [
    ['OPTION_UNKNOWN', ['a', '--dato', 'x']],
    ['OPTION_UNKNOWN', ['a', '-x']],
    ['OPTION_UNKNOWN', ['a', '--__proto__']],
    ['OPTION_REPEATED', ['a', '--data', 'x', '--data', 'y']],
    ['OPTION_VALUE_MISSING', ['a', '--data']],
    ['OPTION_VALUE_MISSING', ['a', '--data=']],
    ['OPTION_VALUE_MISSING', ['a', '--data', '--json']],
    ['OPTION_VALUE_UNEXPECTED', ['a', '--force=yes']],
    ['OPERAND_MISSING', []],
    ['OPERAND_UNEXPECTED', ['a', 'b', 'c']],
  ];
  for (const [code, argv] of wrong) {
    const parse = (): unknown => parseArguments(command, argv);
    assert.throws(parse, (error) => isCoded(error, code), `${argv.join(' ')} is ${code}`);
  }
});

void test('help asks for no operands', () => {
  assert.equal(parseArguments(command, ['--help']).flag('help'), true);
  assert.equal(parseArguments(command, ['-h']).flag('help'), true);
});

void test('numbers are whole and in range', () => {
  const read = (value: string): number | undefined =>
    numberOption(parseArguments(command, ['a', `--data=${value}`]), 'data', { min: 0, max: 65535 });
  assert.equal(read('0'), 0);
  assert.equal(read('65535'), 65535);
  for (const value of ['65536', '-1', '1.5', '0x10', '1e3', 'port', ' 1', '99999999999999999999']) {
    assert.throws(
      () => read(value),
      (error) => isCoded(error, 'NUMBER_MALFORMED'),
    );
  }
  assert.equal(numberOption(parseArguments(command, ['a']), 'data', { min: 0, max: 1 }), undefined);
});

void test('a file whose name begins with a hyphen is recognised, and how to name it is said', (context) => {
  const before = process.cwd();
  const folder = temporaryFolder(context);
  process.chdir(folder);
  context.after(() => {
    process.chdir(before);
  });
  for (const name of ['-dash', '-happy.txt', '--forces']) {
    writeFileSync(join(folder, name), '');
    assert.throws(
      () => parseArguments(command, [name]),
      (error) => isCoded(error, 'OPTION_UNKNOWN') && error.action === `Perhaps: -- ${name}`,
    );
    assert.deepEqual(parseArguments(command, ['--', name]).operands, [name]);
  }
  assert.throws(() => parseArguments(command, ['a', '-x']), /no option -x here/);
});
