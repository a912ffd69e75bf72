import assert from 'node:assert/strict';
import test from 'node:test';
import {
  bytes,
  type CallContext,
  defineContract,
  identifier,
  judged,
  list,
  refuse,
  table,
  uint,
} from '@stele/kernel/contract';
import { TestChain } from '@stele/kernel/test';
import { encode } from '@stele/protocol';
import { runtimes } from '../../test/runtimes.ts';
import {
  alice,
  bob,
  classOf,
  openings,
  output,
  part,
  transferCall,
  World,
} from '../../test/assets/world.ts';
import { outputSchema } from './schema/output.ts';
import { classesTable } from './tables.ts';

const rows = list(judged(outputSchema), { max: 512 });
const args = { class: bytes(16), method: identifier(), inputs: rows, outputs: rows };

/** What the hooks were asked last. */
let asked: readonly unknown[] = [];

/** A contract whose method `check` does this. */
function hook(
  name: string,
  run: (context: CallContext) => void,
): ReturnType<typeof defineContract> {
  return defineContract({
    name,
    codes: ['TOO_LATE_TODAY'],
    tables: [table('notes', { key: bytes(1) }, uint())],
    methods: {
      check: {
        args,
        summary: { en: '', 'zh-CN': '' },
        run(context, given) {
          asked = [given.method, given.inputs.length, given.outputs.length, context.actors.length];
          run(context);
        },
      },
    },
  });
}

const KEY = Uint8Array.of(1);
const hooks = [
  hook('agrees', () => undefined),
  hook('objects', () => refuse('TOO_LATE_TODAY', 'on demand')),
  hook('puts', (context) => {
    context.put('notes', KEY, encode(1));
    return undefined;
  }),
  hook('deletes', (context) => {
    context.delete('notes', KEY);
    return undefined;
  }),
  hook('hides-that-it-puts', (context) => {
    try {
      context.put('notes', KEY, encode(1));
    } catch {
      // as if nothing had been
    }
    return undefined;
  }),
  hook('asks', (context) => {
    context.ask('agrees', 'check', []);
    return undefined;
  }),
  hook('asks-itself', (context) => {
    context.ask('asks-itself', 'check', []);
    return undefined;
  }),
  hook('schedules', (context) => {
    context.schedule(1, KEY);
    return undefined;
  }),
];

const OUTCOMES: Readonly<Record<string, string>> = {
  agrees: '',
  objects: 'TOO_LATE_TODAY',
  puts: 'HOOK_WROTE',
  deletes: 'HOOK_WROTE',
  'hides-that-it-puts': 'HOOK_WROTE',
  asks: 'HOOK_WROTE',
  'asks-itself': 'HOOK_WROTE',
  schedules: 'HOOK_WROTE',
  'is-not-there': 'CONTRACT_UNKNOWN',
};

for (const { name: runtime, contracts } of runtimes) {
  for (const [name, code] of Object.entries(OUTCOMES)) {
    test(`a hook that ${name}: ${code} (${runtime})`, async () => {
      const world = new World(
        await TestChain.create({ contracts: [...contracts, ...hooks], openings }),
      );
      await world.define('plain');
      await world.define('hooked', { hook: name });
      const [coin = assert.fail()] = await world.issue('plain', part(alice, 5));
      await world.must(transferCall(world.inputs(coin), [output(bob, 5)], alice));
      const issue = world.issueCall('hooked', part(alice, 5), part(bob, 1));
      if (code !== '') {
        await world.refused(code, issue);
        assert.deepEqual(world.balance(alice, 'hooked'), [0n, 0n]);
        return;
      }
      const key = world.key(await world.must(issue));
      assert.deepEqual(asked, ['issue', 0, 2, 1]);
      await world.must(transferCall(world.inputs(key), [output(bob, 2), output(alice, 3)], alice));
      assert.deepEqual(asked, ['transfer', 1, 2, 1]);
    });
  }
}

test('a hook that throws is a bug of its own, and stops the node', async () => {
  const { contracts } = runtimes[0] ?? assert.fail();
  const broken = hook('breaks', () => {
    throw new TypeError('a bug in a hook');
  });
  const world = new World(await TestChain.create({ contracts: [...contracts, broken], openings }));
  await world.define('hooked', { hook: 'breaks' });
  await assert.rejects(world.run(world.issueCall('hooked', part(alice, 5))), TypeError);
  assert.equal(
    world.row(classesTable.name, Buffer.from(classOf('hooked'), 'hex')) === undefined,
    false,
  );
});
