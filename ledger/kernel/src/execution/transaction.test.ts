import assert from 'node:assert/strict';
import test from 'node:test';
import {
  decode,
  decodeEffect,
  decodeEntry,
  type Call,
  type Outcome,
  type Principal,
} from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import {
  type Draft,
  numbered,
  type Opening,
  type Person,
  person,
  TestChain,
  toy,
} from '../../test/index.ts';
import type { Block } from '../index.ts';

const [alice, bob, carol] = [person(1), person(2), person(3)];
const KEY = Uint8Array.of(1);

async function chainOf(...openings: Opening[]): Promise<TestChain> {
  return TestChain.create({ contracts: [...builtinContracts, toy], openings });
}

function call(
  method: string,
  args: Call['args'] = [],
  actors: readonly Principal[] = [alice.principal],
): Call {
  return { contract: 'toy', method, args, actors };
}

function draft(
  calls: readonly Call[],
  signers: readonly Person[] = [alice],
  content: Draft['content'] = {},
): Draft {
  return { calls, signers, content };
}

function last(chain: TestChain): Block {
  return chain.blocks.at(-1) ?? assert.fail('no block');
}

/** Effects of the last block as `position kind contract.table`. */
function effects(chain: TestChain): string[] {
  return last(chain).effects.map((bytes) => {
    const { position, kind, contract, table } = decodeEffect(bytes);
    return `${String(position)} ${kind} ${contract}.${table}`;
  });
}

function outcomes(chain: TestChain): Outcome[] {
  return last(chain).entries.flatMap((bytes) => {
    const entry = decodeEntry(bytes);
    return entry.kind === 'header' ? [] : [entry.outcome];
  });
}

function quota(chain: TestChain, { account }: Person): unknown {
  const row = chain.kernel.row('accounts', 'quotas', account);
  return row === undefined ? null : decode(row.value);
}

test('effects come as charge, then calls in order, each result last', async () => {
  const chain = await chainOf({ person: alice, quota: 10 });
  const calls = [
    call('put', [KEY, 5]),
    call('look', [KEY]),
    call('play', [KEY]),
    call('delete', [KEY]),
  ];
  assert.deepEqual(await chain.run(draft(calls), draft([call('look', [KEY])])), ['', '']);
  assert.deepEqual(effects(chain), [
    '0 put accounts.quotas',
    '0 put toy.toys',
    '0 result toy.look',
    '0 event toy.played',
    '0 delete toy.toys',
    '1 put accounts.quotas',
    '1 result toy.look',
  ]);
  const [first, second] = outcomes(chain);
  const height = 1;
  const timeMs = chain.kernel.tip.timeMs;
  assert.deepEqual(first, { height, index: 3, timeMs, code: '', firstEffect: 3, effectCount: 5 });
  assert.deepEqual(second, { height, index: 4, timeMs, code: '', firstEffect: 8, effectCount: 2 });
  const result = decodeEffect(last(chain).effects[2] ?? assert.fail());
  assert.deepEqual(result.key, Uint8Array.of(1), 'the number of its call');
  assert.deepEqual(decode(result.value ?? assert.fail()), [Uint8Array.of(5), 1, timeMs, 3, 1]);
  assert.equal(quota(chain, alice), 5);
});

test('one refusal undoes all calls; the charge becomes one unit', async () => {
  const chain = await chainOf({ person: alice, quota: 10 });
  const calls = [call('put', [KEY, 5]), call('play', [KEY]), call('refuse')];
  assert.deepEqual(await chain.run(draft(calls)), ['TOY_REFUSED']);
  assert.deepEqual(effects(chain), ['0 put accounts.quotas']);
  assert.equal(quota(chain, alice), 9);
  assert.equal(chain.kernel.row('toy', 'toys', KEY), undefined);
});

test('a refused transaction without a quota leaves no effect, and says the number the next one will have', async () => {
  const chain = await chainOf({ person: alice });
  assert.deepEqual(
    await chain.run(draft([call('put', [KEY, 5])]), draft([call('put', [KEY, 6]), call('refuse')])),
    ['', 'TOY_REFUSED'],
  );
  assert.deepEqual(
    outcomes(chain).map(({ firstEffect, effectCount }) => [firstEffect, effectCount]),
    [
      [2, 1],
      [3, 0],
    ],
  );
  assert.deepEqual(decode(chain.kernel.row('toy', 'toys', KEY)?.value ?? assert.fail()), 5);
});

test('units are counted before anything runs', async () => {
  const chain = await chainOf({ person: alice, quota: 5 });
  const heavy = (units: number): Call => call('heavy', [units]);
  assert.deepEqual(await chain.run(draft([heavy(4), call('play', [KEY]), call('play', [KEY])])), [
    'QUOTA_EXCEEDED',
  ]);
  assert.equal(quota(chain, alice), 4, 'charged one');
  assert.deepEqual(await chain.run(draft([heavy(3), call('play', [KEY])])), ['']);
  assert.equal(quota(chain, alice), 0);
  assert.deepEqual(
    await chain.run(draft([call('play', [KEY])])),
    ['[QUOTA_EXHAUSTED]'],
    'and with nothing left no block',
  );
});

test('the last unit pays for a refusal', async () => {
  const chain = await chainOf({ person: alice, quota: 1 });
  assert.deepEqual(await chain.run(draft([call('heavy', [2])]), draft([call('play', [KEY])])), [
    'QUOTA_EXCEEDED',
    '[QUOTA_EXHAUSTED]',
  ]);
  assert.equal(quota(chain, alice), 0);
});

test('a call that fits nothing is refused when its turn comes, and counts one unit', async () => {
  const chain = await chainOf({ person: alice, quota: 100 });
  const cases: [Call, string][] = [
    [{ ...call('put'), contract: 'nothing' }, 'CALL_UNKNOWN'],
    [{ ...call('put'), contract: 'chain' }, 'CALL_UNKNOWN'],
    [call('nothing'), 'CALL_UNKNOWN'],
    [call('constructor'), 'CALL_UNKNOWN'],
    [call('put', [KEY]), 'ARGS_MALFORMED'],
    [call('put', [KEY, 1, 1]), 'ARGS_MALFORMED'],
    [call('put', [KEY, 2n ** 60n]), 'ARGS_MALFORMED'],
  ];
  for (const [wrong, code] of cases) {
    assert.deepEqual(await chain.run(draft([call('play', [KEY]), wrong])), [code]);
    assert.deepEqual(
      await chain.run(draft([call('refuse'), wrong])),
      ['TOY_REFUSED'],
      'calls are judged in order',
    );
  }
  assert.equal(quota(chain, alice), 100 - 2 * cases.length);
});

test('every actor of every call must have signed', async () => {
  const chain = await chainOf({ person: alice, quota: 9 }, { person: bob });
  const both = [call('play', [KEY]), call('play', [KEY], [alice.principal, bob.principal])];
  assert.deepEqual(await chain.run(draft(both)), ['[SIGNER_MISSING]']);
  assert.deepEqual(await chain.run(draft(both, [alice, bob])), ['']);
  assert.equal(quota(chain, alice), 7);
});

test('what satisfies a principal', async () => {
  const members = [alice.key, bob.key, carol.key];
  const twoOfThree: Principal = { kind: 'threshold', m: 2, members };
  const shared = person(50);
  const chain = await chainOf({ person: alice }, { person: shared, authority: twoOfThree });
  const unknown = person(51).principal;
  const either: Principal = { kind: 'threshold', m: 1, members: [shared.principal, bob.key] };
  const cases: [Principal, Person[], boolean][] = [
    [alice.key, [alice], true],
    [bob.key, [alice], false],
    [bob.key, [alice, bob], true],
    [shared.principal, [alice], false],
    [shared.principal, [alice, shared], false],
    [shared.principal, [alice, carol], true],
    [shared.principal, [alice, bob, carol], true],
    [unknown, [alice, person(51)], false],
    [either, [alice], false],
    [either, [alice, bob], true],
    [either, [alice, carol], true],
    [{ kind: 'threshold', m: 2, members: [either, alice.key] }, [alice, bob], true],
    [{ kind: 'role', organisation: 'museum', role: 'clerk' }, [alice], false],
    [{ kind: 'contract', contract: 'toy' }, [alice], false],
  ];
  for (const [actor, signers, isSatisfied] of cases) {
    const calls = [call('play', [KEY], [alice.principal, actor])];
    assert.deepEqual(await chain.run(draft(calls, signers)), [
      isSatisfied ? '' : '[SIGNER_MISSING]',
    ]);
  }
});

test('keys are looked up when they are used: a rotation counts for the next transaction, not for its own', async () => {
  const chain = await chainOf({ person: alice });
  const renewed = person(1, 9);
  const rotate: Call = {
    contract: 'accounts',
    method: 'set-keys',
    args: [alice.account, [0, renewed.key.hash]],
    actors: [alice.principal, renewed.key],
  };
  const play = call('play', [KEY]);
  assert.deepEqual(
    await chain.run(
      draft([rotate, play], [alice, renewed]),
      draft([play], [alice]),
      draft([play], [renewed]),
    ),
    ['', '[PAYER_NOT_SIGNED]', ''],
  );
});

test('a payer may be somebody else, who signs', async () => {
  const chain = await chainOf({ person: alice }, { person: bob, quota: 3 });
  const payer = { payer: bob.principal };
  assert.deepEqual(await chain.run(draft([call('play', [KEY])], [alice], payer)), [
    '[PAYER_NOT_SIGNED]',
  ]);
  assert.deepEqual(await chain.run(draft([call('play', [KEY])], [alice, bob], payer)), ['']);
  assert.equal(quota(chain, bob), 2);
});

test('a bug in a contract stops the kernel and changes nothing', async () => {
  const chain = await chainOf({ person: alice, quota: 9 });
  const before = chain.kernel.tip;
  const many = Array.from({ length: 17 }, (_, i) => `t${String(i)}`);
  const bugs: [Call, RegExp][] = [
    [call('fail'), /a bug in a toy/],
    [call('leak'), /bug: contract toy threw CBOR_TRUNCATED, which it does not list/],
    [call('trespass'), /bug: a contract touches tables it has declared/],
    [call('shout'), /bug: a contract emits events it has declared/],
    [call('heavy', [0]), /bug: a call counts one unit or more/],
    [call('wide-key', [257]), /bug: the key of an effect/],
    [call('wide-value', [65_535]), /bug: an effect is at most 65 535 bytes/],
    [call('wide-term', [KEY, 0]), /bug: a term is of 1 to 80 bytes/],
    [call('wide-term', [KEY, 81]), /bug: a term is of 1 to 80 bytes/],
    [call('file', [KEY, 1, ['a', 'b', 'a']]), /bug: the terms of a put are different/],
    [call('file', [KEY, 1, many]), /bug: a put is filed under few terms/],
  ];
  for (const [bug, message] of bugs) {
    assert.throws(
      () => chain.execute([chain.candidate(draft([call('put', [KEY, 1]), bug]))]),
      message,
    );
    assert.equal(chain.kernel.tip, before);
  }
  assert.deepEqual(
    await chain.run(
      draft([call('wide-key', [256]), call('wide-value', [65_500]), call('wide-term', [KEY, 80])]),
    ),
    [''],
  );
});

test('sixteen calls of sixteen actors and the largest transaction fit an entry', async () => {
  const people = Array.from({ length: 16 }, (_, i) => person(i));
  const chain = await chainOf(...people.map((one) => ({ person: one })));
  const actors = people.map(({ principal }) => principal);
  const calls = Array.from({ length: 16 }, () => call('play', [KEY], actors));
  const extensions = new Map([[1000, numbered(50_000, 1)]]);
  assert.deepEqual(await chain.run(draft(calls, people, { extensions })), ['']);
  assert.equal(effects(chain).length, 16);
  assert.ok((last(chain).entries[0] ?? assert.fail()).length > 55_000);
});
