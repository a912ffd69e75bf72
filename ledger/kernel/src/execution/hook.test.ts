import assert from 'node:assert/strict';
import test from 'node:test';
import type { Call } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import {
  type Draft,
  FORBIDDEN_IN_HOOKS,
  guard,
  LedgerTwin,
  person,
  TestChain,
  toy,
} from '../../test/index.ts';

const contracts = [...builtinContracts, toy, guard];
const alice = person(1);
const KEY = Uint8Array.of(7);

async function newChain(rules?: number): Promise<TestChain> {
  return TestChain.create({ contracts, openings: [{ person: alice, quota: 90 }], rules });
}

function call(contract: string, method: string, args: Call['args'] = [KEY]): Call {
  return { contract, method, args, actors: [alice.principal] };
}

/** A call of a contract that writes, asks, and writes. */
function asks(method: string, contract = 'guard'): Call {
  return call('toy', 'ask', [contract, method, KEY]);
}

function draft(...calls: readonly Call[]): Draft {
  return { calls, signers: [alice] };
}

/** Everything but what is charged. */
function rowsOf(chain: TestChain): string[] {
  const twin = new LedgerTwin();
  for (const block of chain.blocks) twin.take(block);
  return [...twin.rows.keys()].filter((name) => !name.startsWith('accounts/quotas'));
}

/** The outcome of a transaction that must leave nothing but its charge. */
async function refusalOf(chain: TestChain, one: Draft): Promise<string> {
  const before = rowsOf(chain);
  const due = chain.kernel.nextTimerAtMs;
  const [code = ''] = await chain.run(one);
  assert.deepEqual(rowsOf(chain), before);
  assert.equal(chain.kernel.nextTimerAtMs, due);
  assert.equal(chain.blocks.at(-1)?.effects.length, 1, 'the charge');
  return code;
}

test('a hook that agrees leaves no trace: its asker’s writes are the transaction’s', async () => {
  const chain = await newChain();
  assert.deepEqual(await chain.run(draft(asks('allow'))), ['']);
  assert.equal(chain.blocks.at(-1)?.effects.length, 3, 'charge, put, event');
});

test('what a hook refuses is the outcome, with its own code, and nothing is left', async () => {
  const chain = await newChain();
  assert.equal(await refusalOf(chain, draft(asks('forbid'))), 'GUARDED');
  assert.equal(
    await refusalOf(chain, draft(call('toy', 'put', [KEY, 1]), asks('forbid'))),
    'GUARDED',
  );
});

test('a hook that does more than refuse ends the transaction, whatever it tries', async (t) => {
  const chain = await newChain();
  const methods = Object.keys(FORBIDDEN_IN_HOOKS);
  for (const method of [...methods, 'stealthy']) {
    assert.equal(await refusalOf(chain, draft(asks(method))), 'HOOK_WROTE', method);
  }
  for (const method of methods) {
    assert.deepEqual(await chain.run(draft(call('guard', method))), [''], 'called, it may');
  }
  t.diagnostic(`cases: hooks that write ${String(methods.length + 1)}`);
});

test('an asker that takes no notice of a refusal is refused all the same', async () => {
  const chain = await newChain();
  for (const [method, code] of [
    ['forbid', 'GUARDED'],
    ['put', 'HOOK_WROTE'],
    ['unheard-of', 'CONTRACT_UNKNOWN'],
  ] as const) {
    const inVain = call('toy', 'ask-in-vain', ['guard', method, KEY]);
    assert.equal(await refusalOf(chain, draft(inVain)), code);
  }
});

test('a hook that does not exist, or has other arguments, is a refusal', async () => {
  const chain = await newChain();
  assert.equal(await refusalOf(chain, draft(asks('allow', 'nobody'))), 'CONTRACT_UNKNOWN');
  assert.equal(await refusalOf(chain, draft(asks('unheard-of'))), 'CONTRACT_UNKNOWN');
  assert.equal(await refusalOf(chain, draft(asks('two-arguments'))), 'ARGS_MALFORMED');
});

test('a hook reads its own rows as they are now, and no others', async () => {
  const chain = await newChain();
  assert.deepEqual(await chain.run(draft(asks('look'))), ['']);
  const written = draft(call('guard', 'put'), asks('look'));
  assert.equal(await refusalOf(chain, written), 'GUARDED', 'earlier calls are seen');
  assert.deepEqual(await chain.run(draft(call('guard', 'put'))), ['']);
  assert.equal(await refusalOf(chain, draft(asks('look'))), 'GUARDED');
});

test('what is remembered is for the calls of one transaction and one contract', async () => {
  const chain = await newChain();
  const counted = draft(call('toy', 'remember', []), call('toy', 'remember', []));
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(await chain.run(counted), ['']);
    const results = chain.blocks.at(-1)?.effects.slice(-2) ?? [];
    assert.deepEqual(
      results.map((bytes) => bytes.at(-1)),
      [0, 1],
    );
  }
  assert.deepEqual(await chain.run(draft(asks('once'))), ['']);
  assert.equal(await refusalOf(chain, draft(asks('once'), asks('once'))), 'GUARDED');
});

test('a contract that is not in the rules is unknown, called and asked', async () => {
  const later = { ...guard, isIn: (rules: { readonly number: number }) => rules.number >= 3 };
  const all = [...builtinContracts, toy, later];
  for (const [rules, codes] of [
    [2, ['CALL_UNKNOWN', 'CONTRACT_UNKNOWN']],
    [3, ['', '']],
  ] as const) {
    const chain = await TestChain.create({ contracts: all, openings: [{ person: alice }], rules });
    const found = await chain.run(draft(call('guard', 'allow')), draft(asks('allow')));
    assert.deepEqual(found, codes);
  }
});

test('a contract learns digests and accounts from the kernel', async () => {
  const chain = await newChain();
  assert.deepEqual(await chain.run(draft(call('toy', 'learn', [alice.account]))), ['']);
  const known = chain.blocks.at(-1)?.effects.at(-1) ?? assert.fail();
  const digest = chain.kernel.identity.suite.crypto.hash(1, alice.account);
  assert.ok(Buffer.from(known).includes(Buffer.from(digest)));
  assert.equal(known.at(-1), 0xf4, 'false: no administrator');
  await chain.run(draft(call('toy', 'learn', [person(9).account])));
  assert.equal(chain.blocks.at(-1)?.effects.at(-1)?.at(-1), 0xf6, 'null: no account');
});
