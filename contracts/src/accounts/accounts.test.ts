import assert from 'node:assert/strict';
import { type AccountRow, accountsTable, decodeRow, quotasTable } from '@stele/kernel/contract';
import { type Draft, type Person, person, type TestChain } from '@stele/kernel/test';
import { type Call, encode, type Principal, principalToCbor } from '@stele/protocol';
import { testBoth } from '../../test/runtimes.ts';

const [admin, alice, bob, carol] = [person(0), person(1), person(2), person(3)];

function accountOf(chain: TestChain, { account }: Person): AccountRow | undefined {
  const row = chain.kernel.row('accounts', 'accounts', account);
  return row === undefined ? undefined : decodeRow(accountsTable, row.value);
}

function quotaOf(chain: TestChain, { account }: Person): number | undefined {
  const row = chain.kernel.row('accounts', 'quotas', account);
  return row === undefined ? undefined : decodeRow(quotasTable, row.value);
}

interface By {
  readonly actors: readonly Principal[];
  readonly signers: readonly Person[];
}

/** Executes one call; the answer is its outcome's code. */
async function run(
  chain: TestChain,
  call: Omit<Call, 'contract' | 'actors'>,
  by: By,
): Promise<string> {
  const calls = [{ contract: 'accounts', actors: by.actors, ...call }];
  const [code] = await chain.run({ calls, signers: by.signers });
  return code ?? '';
}

const byAdmin: By = { actors: [admin.principal], signers: [admin] };
const byAlice: By = { actors: [alice.principal], signers: [alice] };

function open(
  who: Person,
  change: { authority?: Principal; quota?: number | null; administrator?: boolean } = {},
): Omit<Call, 'contract' | 'actors'> {
  const { authority = who.key, quota = null, administrator = false } = change;
  return { method: 'open', args: [who.account, principalToCbor(authority), quota, administrator] };
}

testBoth('an administrator opens accounts', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true });
  assert.equal(await run(chain, open(alice, { quota: 5 }), byAdmin), '');
  assert.deepEqual(accountOf(chain, alice), {
    authority: alice.key,
    administrator: false,
    openedAtHeight: 1,
  });
  assert.equal(quotaOf(chain, alice), 5);
  assert.equal(await run(chain, open(bob, { administrator: true }), byAdmin), '');
  assert.deepEqual(accountOf(chain, bob), {
    authority: bob.key,
    administrator: true,
    openedAtHeight: 2,
  });
  assert.equal(quotaOf(chain, bob), undefined);
  const byBob: By = { actors: [bob.principal], signers: [bob] };
  assert.equal(await run(chain, open(carol), byBob), '', 'who was made one is one');
});

testBoth('rows are the bytes the specification says', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true, quota: 7 });
  const stored = (table: string): unknown =>
    chain.kernel.row('accounts', table, admin.account)?.value;
  assert.deepEqual(stored('accounts'), encode([1, [0, admin.key.hash], true, 0]));
  assert.deepEqual(stored('quotas'), encode(7));
});

testBoth('nobody else opens accounts', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true }, { person: alice });
  const both = [alice, admin];
  const cases: By[] = [
    byAlice,
    { actors: [alice.principal, admin.principal], signers: both },
    { actors: [admin.key], signers: [alice] },
  ];
  assert.equal(await run(chain, open(bob), cases[0] ?? assert.fail()), 'NOT_AUTHORISED');
  assert.equal(
    await run(chain, open(bob), cases[1] ?? assert.fail()),
    'NOT_AUTHORISED',
    'the first actor counts',
  );
  const calls = [{ contract: 'accounts', ...open(bob), actors: [admin.key] }];
  const payer = { payer: alice.principal };
  assert.deepEqual(
    await chain.run({ calls, signers: both, content: payer }),
    ['NOT_AUTHORISED'],
    'a key is no account',
  );
  assert.equal(accountOf(chain, bob), undefined);
});

testBoth('what stands comes before what is asked', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true }, { person: alice });
  const forbidden = bob.principal;
  assert.equal(await run(chain, open(alice), byAdmin), 'ACCOUNT_EXISTS');
  assert.equal(await run(chain, open(alice, { authority: forbidden }), byAdmin), 'ACCOUNT_EXISTS');
  assert.equal(await run(chain, open(alice), byAlice), 'NOT_AUTHORISED');
  const setKeys = (who: Person): Omit<Call, 'contract' | 'actors'> => ({
    method: 'set-keys',
    args: [who.account, principalToCbor(forbidden)],
  });
  assert.equal(await run(chain, setKeys(bob), byAlice), 'ACCOUNT_UNKNOWN');
  assert.equal(await run(chain, setKeys(admin), byAlice), 'NOT_AUTHORISED');
  assert.equal(await run(chain, setKeys(alice), byAlice), 'AUTHORITY_FORBIDDEN');
  const setQuota = { method: 'set-quota', args: [bob.account, 5] };
  assert.equal(await run(chain, setQuota, byAlice), 'ACCOUNT_UNKNOWN');
});

testBoth('an authority is a key, or m of keys, and nothing else', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true });
  const inner: Principal = { kind: 'threshold', m: 1, members: [alice.key, bob.key] };
  const good: Principal[] = [
    alice.key,
    inner,
    { kind: 'threshold', m: 2, members: [inner, carol.key] },
  ];
  const bad: Principal[] = [
    alice.principal,
    { kind: 'role', organisation: 'museum', role: 'clerk' },
    { kind: 'contract', contract: 'evidence' },
    { kind: 'threshold', m: 1, members: [alice.key, admin.principal] },
    {
      kind: 'threshold',
      m: 1,
      members: [alice.key, { kind: 'threshold', m: 1, members: [bob.principal] }],
    },
  ];
  for (const [i, authority] of good.entries()) {
    assert.equal(await run(chain, open(person(10 + i), { authority }), byAdmin), '');
  }
  for (const [i, authority] of bad.entries()) {
    assert.equal(
      await run(chain, open(person(20 + i), { authority }), byAdmin),
      'AUTHORITY_FORBIDDEN',
    );
    assert.equal(accountOf(chain, person(20 + i)), undefined);
  }
});

testBoth('an account changes its keys itself, and keeps everything else', async (newChain) => {
  const chain = await newChain(
    { person: admin, administrator: true },
    { person: alice, administrator: true, quota: 9 },
  );
  const renewed = person(1, 77);
  const setKeys = { method: 'set-keys', args: [alice.account, principalToCbor(renewed.key)] };
  assert.equal(await run(chain, setKeys, byAdmin), 'NOT_AUTHORISED', 'not even an administrator');
  const asSecond: By = {
    actors: [admin.principal, alice.principal, renewed.key],
    signers: [admin, alice, renewed],
  };
  assert.equal(await run(chain, setKeys, asSecond), '', 'one of the actors is enough');
  assert.deepEqual(accountOf(chain, alice), {
    authority: renewed.key,
    administrator: true,
    openedAtHeight: 0,
  });
  assert.equal(quotaOf(chain, alice), 9);
  const byRenewed: By = { actors: [alice.principal, renewed.key], signers: [renewed] };
  assert.equal(await run(chain, setKeys, byRenewed), '');
});

/** alice lets `authority` speak for her, and says so alone. */
async function hasHandedOver(chain: TestChain, authority: Principal): Promise<string> {
  const method = 'set-keys';
  return run(chain, { method, args: [alice.account, principalToCbor(authority)] }, byAlice);
}

testBoth(
  'no account falls to a key that has not signed, nor to part of an authority',
  async (newChain) => {
    const chain = await newChain({ person: alice });
    const members = [bob.key, carol.key];
    const twoOfTwo: Principal = { kind: 'threshold', m: 2, members };
    const setKeys = { method: 'set-keys', args: [alice.account, principalToCbor(twoOfTwo)] };
    assert.equal(await hasHandedOver(chain, bob.key), 'AUTHORITY_NOT_ACTING');
    const byParts: By = {
      actors: [alice.principal, bob.key, carol.key],
      signers: [alice, bob, carol],
    };
    assert.equal(await run(chain, setKeys, byParts), 'AUTHORITY_NOT_ACTING');
    const byOneOfTwo: By = { actors: [alice.principal, twoOfTwo], signers: [alice, bob] };
    assert.equal(await run(chain, setKeys, byOneOfTwo), '[SIGNER_MISSING]');
    assert.deepEqual(accountOf(chain, alice)?.authority, alice.key);
    const byTwo: By = { actors: [alice.principal, twoOfTwo], signers: [alice, bob, carol] };
    assert.equal(await run(chain, setKeys, byTwo), '');
    assert.equal(accountOf(chain, alice)?.authority.kind, 'threshold');
  },
);

testBoth(
  'under rules 1 the account alone says who speaks for it, and may fall to nobody',
  async (newChain) => {
    const chain = await newChain({ person: alice });
    assert.equal(await hasHandedOver(chain, bob.key), '');
    assert.deepEqual(accountOf(chain, alice)?.authority, bob.key);
  },
  1,
);

testBoth('an administrator sets quotas; null takes the limit away', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true }, { person: alice, quota: 9 });
  const setQuota = (quota: number | null): Omit<Call, 'contract' | 'actors'> => ({
    method: 'set-quota',
    args: [alice.account, quota],
  });
  assert.equal(await run(chain, setQuota(100), byAlice), 'NOT_AUTHORISED');
  assert.equal(quotaOf(chain, alice), 8);
  assert.equal(await run(chain, setQuota(100), byAdmin), '');
  assert.equal(quotaOf(chain, alice), 100);
  assert.equal(await run(chain, setQuota(null), byAdmin), '');
  assert.equal(quotaOf(chain, alice), undefined);
  assert.equal(await run(chain, setQuota(null), byAdmin), '', 'twice is fine');
  assert.deepEqual(chain.blocks.at(-1)?.effects, [], 'and leaves nothing the second time');
  assert.equal(await run(chain, setQuota(0), byAdmin), '');
  assert.deepEqual(
    await chain.run({
      calls: [{ contract: 'evidence', method: 'record', args: [1], actors: [alice.principal] }],
      signers: [alice],
    }),
    ['[QUOTA_EXHAUSTED]'],
  );
});

testBoth('an administrator who pays may refill its own quota', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true, quota: 1 });
  assert.equal(await run(chain, { method: 'set-quota', args: [admin.account, 50] }, byAdmin), '');
  assert.equal(quotaOf(chain, admin), 50);
});

function addQuota(account: Uint8Array, units: number): Omit<Call, 'contract' | 'actors'> {
  return { method: 'add-quota', args: [account, units] };
}

testBoth('an administrator adds to a quota; additions of one block all count', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true }, { person: alice, quota: 9 });
  assert.equal(await run(chain, addQuota(alice.account, 5), byAlice), 'NOT_AUTHORISED');
  assert.equal(quotaOf(chain, alice), 8, 'the attempt was charged');
  const draft = (units: number): Draft => {
    const call = {
      contract: 'accounts',
      actors: byAdmin.actors,
      ...addQuota(alice.account, units),
    };
    return { calls: [call, call], signers: byAdmin.signers };
  };
  assert.deepEqual(await chain.run(draft(100), draft(1_000), draft(0)), ['', '', '']);
  assert.equal(quotaOf(chain, alice), 8 + 2 * 100 + 2 * 1_000);
});

testBoth('no limit is not raised, and no limit is beyond safe integers', async (newChain) => {
  const chain = await newChain(
    { person: admin, administrator: true },
    { person: alice, quota: 9 },
    { person: bob },
  );
  const largest = Number.MAX_SAFE_INTEGER;
  assert.equal(await run(chain, addQuota(bob.account, 5), byAdmin), 'QUOTA_ABSENT');
  assert.equal(quotaOf(chain, bob), undefined);
  assert.equal(await run(chain, addQuota(carol.account, 5), byAdmin), 'ACCOUNT_UNKNOWN');
  assert.equal(await run(chain, addQuota(alice.account, largest), byAdmin), 'QUOTA_TOO_LARGE');
  assert.equal(await run(chain, addQuota(alice.account, largest - 8), byAdmin), 'QUOTA_TOO_LARGE');
  assert.equal(quotaOf(chain, alice), 9);
  assert.equal(await run(chain, addQuota(alice.account, largest - 9), byAdmin), '');
  assert.equal(quotaOf(chain, alice), largest);
  assert.equal(await run(chain, addQuota(alice.account, 1), byAdmin), 'QUOTA_TOO_LARGE');
  assert.equal(await run(chain, addQuota(alice.account, -1), byAdmin), 'ARGS_MALFORMED');
});

testBoth('what stands comes before what is asked of a quota, too', async (newChain) => {
  const chain = await newChain({ person: admin, administrator: true }, { person: alice });
  assert.equal(await run(chain, addQuota(bob.account, 5), byAlice), 'ACCOUNT_UNKNOWN');
  assert.equal(await run(chain, addQuota(alice.account, 5), byAlice), 'NOT_AUTHORISED');
});
