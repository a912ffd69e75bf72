import assert from 'node:assert/strict';
import test from 'node:test';
import type { Contract } from '@stele/kernel/contract';
import { type Draft, LedgerTwin, person, stored, TestChain, toy } from '@stele/kernel/test';
import { builtinContracts } from '../src/index.ts';
import { FUEL, sandboxedHook } from './sandboxed-hook.ts';

const alice = person(1);
const KEY = Uint8Array.of(7);

async function chainWith(hook: Contract): Promise<TestChain> {
  const contracts = [...builtinContracts, toy, hook];
  return TestChain.create({ contracts, openings: [{ person: alice, quota: 9 }] });
}

/** A transaction that writes, and whose second call writes, asks the hook, and writes. */
const asking: Draft = {
  calls: [
    { contract: 'toy', method: 'put', args: [KEY, 1], actors: [alice.principal] },
    { contract: 'toy', method: 'ask', args: ['hook', 'check', KEY], actors: [alice.principal] },
  ],
  signers: [alice],
};

async function outcomeWith(code: string, codes: readonly string[] = []): Promise<string> {
  const chain = await chainWith(sandboxedHook('hook', code, codes));
  const [outcome = ''] = await chain.run(asking);
  const block = chain.blocks.at(-1) ?? assert.fail();
  assert.equal(block.effects.length, outcome === '' ? 4 : 1, 'all of it, or the charge alone');
  const twin = new LedgerTwin();
  for (const one of chain.blocks) twin.take(one);
  assert.equal(twin.rows.has('toy/toys/07'), outcome === '');
  assert.ok(![...twin.rows.keys()].some((name) => name.startsWith('hook/')));
  const again = TestChain.empty({ contracts: chain.contracts }, chain.genesis);
  for (const one of chain.blocks) await again.take(again.kernel.rederive(stored(one)));
  assert.deepEqual(again.blocks.at(-1)?.operations, block.operations, 'and so on every machine');
  return outcome;
}

const LOOP = (turns: string): string => `for (let i = 0; ${turns}; i++) { globalThis.at = i }`;

test('whatever a hook’s code does, its asker gets a coded refusal or none', async (t) => {
  const cases: [code: string, outcome: string][] = [
    ['', ''],
    ['if (get() !== undefined) refuse("TAKEN")', ''],
    ['refuse("TAKEN")', 'TAKEN'],
    ['try { refuse("TAKEN") } catch {}', 'TAKEN'],
    ['refuse("NOT_LISTED")', 'HOOK_FAILED'],
    ['throw new Error("no")', 'HOOK_FAILED'],
    ['throw undefined', 'HOOK_FAILED'],
    ['nobody.knows()', 'HOOK_FAILED'],
    ['this is no code', 'HOOK_FAILED'],
    ['(function deeper() { return 1 + deeper() })()', 'HOOK_FAILED'],
    ['const all = []; for (;;) all.push(new Uint8Array(65536))', 'HOOK_FAILED'],
    ['for (;;) {}', 'HOOK_EXHAUSTED'],
    ['for (;;) { try { for (;;) {} } catch {} }', 'HOOK_EXHAUSTED'],
    ['try { for (;;) {} } finally { put(1) }', 'HOOK_EXHAUSTED'],
    ['put(1)', 'HOOK_WROTE'],
    ['try { put(1) } catch {}', 'HOOK_WROTE'],
    ['try { put(1) } catch { refuse("TAKEN") }', 'HOOK_WROTE'],
    [LOOP('i < 1000'), ''],
  ];
  for (const [code, outcome] of cases) {
    assert.equal(await outcomeWith(code, ['TAKEN']), outcome, code);
  }
  t.diagnostic(`cases: hooks in QuickJS ${String(cases.length)}`);
});

test('fuel is counted, not timed: of a loop one turn more is too many, every time', async () => {
  const isExhausted = async (turns: number): Promise<boolean> =>
    (await outcomeWith(LOOP(`i < ${String(turns)}`))) === 'HOOK_EXHAUSTED';
  let [enough, tooMany] = [0, FUEL * 20_000];
  assert.ok(await isExhausted(tooMany));
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2);
    if (await isExhausted(middle)) tooMany = middle;
    else enough = middle;
  }
  for (let i = 0; i < 3; i++) {
    assert.deepEqual([await isExhausted(enough), await isExhausted(tooMany)], [false, true]);
  }
});
