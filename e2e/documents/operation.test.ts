/** The commands of docs/operation.md, in the order of the page, against a running server. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Machine } from '../product/product.ts';

const PAGE = new URL('../../docs/operation.md', import.meta.url);

/** The lines of all code blocks that call the command. */
function commandsIn(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^```\n([^`]*)^```/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.trim().split('\n')).filter((line) => line !== '');
}

/** The page's places as folders of the machine. */
function argumentsOn(machine: Machine, line: string): readonly string[] {
  const [stele, ...words] = line.replace(/ > \S+$/, '').split(' ');
  assert.equal(stele, 'stele', line);
  const places: Readonly<Record<string, string>> = {
    '/mnt/backup/stele': machine.path('backup'),
    '/srv/stele': machine.path('data'),
    '/srv/stele-new': machine.path('new'),
    '/old/data/checkpoint': machine.path('data', 'checkpoint'),
    '/tmp/drill': machine.path('drill'),
  };
  return words.map((word) => places[word] ?? word);
}

void test('the commands of docs/operation.md', async (context) => {
  const machine = new Machine(context);
  writeFileSync(machine.path('contract.pdf'), 'a contract');
  const server = await machine.start(context);
  assert.equal((await machine.stele(['notarize', 'contract.pdf'])).code, 0);
  const commands = commandsIn(readFileSync(PAGE, 'utf8'));
  const seen: string[] = [];
  for (const line of commands) {
    const args = argumentsOn(machine, line);
    const [name = ''] = args;
    seen.push(name);
    if (name === 'start') {
      // The drill's own server; it is enough that it comes up.
      const drill = await machine.start(
        context,
        args.slice(1).filter((word) => word !== '--port' && word !== '0'),
      );
      await drill.stop();
      continue;
    }
    if (args.includes('--same-lineage')) {
      await server.stop();
      const old = machine.path('new');
      assert.ok(existsSync(old), 'the example before has made it');
      // The page shows two ways to the same folder.
      const again = args.map((word) => (word === old ? machine.path('same') : word));
      assert.equal((await machine.stele(['backup', machine.path('backup')])).code, 0);
      const kept = await machine.stele(again);
      assert.equal(kept.code, 0, kept.stderr);
      continue;
    }
    // A test opens no browser on the machine it runs on.
    const own = name === 'open' ? [...args, '--print'] : args;
    const { code, stderr } = await machine.stele(own);
    assert.equal(code, 0, `${line}\n${stderr}`);
  }
  assert.deepEqual(seen, [
    'service',
    'open',
    'doctor',
    'backup',
    'restore',
    'restore',
    'restore',
    'start',
    'verify',
  ]);
});
