/** What the documents show is what happens. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Machine } from '../product/product.ts';
import { commandLinePage, PAGE } from './command-line.ts';

const ROOT = new URL('../../', import.meta.url);

void test('docs/command-line.md is what the commands say', () => {
  assert.equal(readFileSync(PAGE, 'utf8'), commandLinePage(), 'run: npm run documents');
});

/** The commands of the first code block, without their comments. */
function firstCommands(page: string): string[] {
  const [, block] = /^```\n([^`]*)^```/m.exec(page) ?? [];
  return (block ?? '')
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s*#.*/, ''));
}

for (const page of ['README.md', 'README.zh-CN.md']) {
  void test(`the commands of ${page}`, async (context) => {
    const commands = firstCommands(readFileSync(new URL(page, ROOT), 'utf8'));
    assert.equal(
      commands[0],
      'npm start',
      'tools/launch has its own tests; here is what it starts',
    );
    const machine = new Machine(context);
    writeFileSync(machine.path('contract.pdf'), 'a contract');
    const server = await machine.start(context);
    const [notarize, verify, ...rest] = commands.slice(1);
    assert.deepEqual(rest, []);
    assert.equal((await machine.stele(argumentsOf(notarize))).code, 0);
    await server.stop();
    assert.equal((await machine.stele(argumentsOf(verify))).code, 0);
  });
}

function argumentsOf(command: string | undefined): string[] {
  const [npx, stele, ...args] = (command ?? '').split(' ');
  assert.deepEqual([npx, stele], ['npx', 'stele']);
  return args;
}
