import assert from 'node:assert/strict';
import test from 'node:test';
import type { Call, PayloadRoot, Principal, TransactionContent } from '@stele/protocol';
import { payloadRootOf } from '@stele/protocol';
import { builtinContracts } from '@stele/contracts';
import { numbered, person, suite, TestChain, toy } from '../../test/index.ts';
import type { DryRun } from '../index.ts';

const [alice, bob] = [person(1), person(2)];
const KEY = Uint8Array.of(1);

async function chainOf(): Promise<TestChain> {
  return TestChain.create({
    contracts: [...builtinContracts, toy],
    openings: [
      { person: alice, quota: 3 },
      { person: bob, quota: 0 },
    ],
  });
}

function call(
  method: string,
  args: Call['args'] = [],
  actors: readonly Principal[] = [alice.principal],
): Call {
  return { contract: 'toy', method, args, actors };
}

function tryOut(
  chain: TestChain,
  calls: readonly Call[],
  content: Partial<TransactionContent> = {},
  timeMs = 0,
): DryRun {
  return chain.kernel.dryRun({
    content: {
      chain: chain.kernel.identity.fingerprint.subarray(0, 8),
      validUntilMs: chain.kernel.tip.timeMs + 1000,
      salt: numbered(16, 1),
      payer: null,
      lane: 'normal',
      calls,
      payloads: [],
      extensions: new Map(),
      ...content,
    },
    timeMs,
  });
}

test('what would happen, though nobody has signed, and nothing of it stays', async () => {
  const chain = await chainOf();
  const { tip } = chain.kernel;
  const tried = tryOut(chain, [call('put', [KEY, 5])]);
  assert.deepEqual([tried.verdict, tried.code], ['executed', '']);
  assert.deepEqual(
    tried.effects.map(({ kind, table }) => `${kind} ${table}`),
    ['put quotas', 'put toys'],
  );
  assert.equal(chain.kernel.row('toy', 'toys', KEY), undefined);
  assert.equal(chain.kernel.tip, tip);
  assert.deepEqual(tryOut(chain, [call('put', [KEY, 5])]), tried, 'and again the same');
});

test('a dry run tells what execution tells', async () => {
  const chain = await chainOf();
  const stranger = person(9).principal;
  const role: Principal = { kind: 'role', organisation: 'museum', role: 'clerk' };
  const cases: [Call[], Partial<TransactionContent>, DryRun['verdict'], string][] = [
    [[call('refuse')], {}, 'refused', 'TOY_REFUSED'],
    [[call('nothing')], {}, 'refused', 'CALL_UNKNOWN'],
    [[call('heavy', [4])], {}, 'refused', 'QUOTA_EXCEEDED'],
    [[call('play', [KEY], [alice.principal, stranger])], {}, 'void', 'SIGNER_MISSING'],
    [[call('play', [KEY], [alice.principal, role])], {}, 'void', 'SIGNER_MISSING'],
    [[call('play', [KEY], [alice.principal, bob.key])], {}, 'executed', ''],
    [[call('play', [KEY])], { payer: bob.principal }, 'void', 'QUOTA_EXHAUSTED'],
    [[call('play', [KEY])], { payer: stranger }, 'void', 'PAYER_UNKNOWN'],
    [[call('play', [KEY])], { validUntilMs: 5 }, 'void', 'EXPIRED'],
    [[call('play', [KEY])], { validUntilMs: 2 ** 50 }, 'void', 'VALID_UNTIL_TOO_FAR'],
  ];
  for (const [calls, change, verdict, code] of cases) {
    const tried = tryOut(chain, calls, change);
    assert.deepEqual([tried.verdict, tried.code], [verdict, code]);
  }
});

test('time is the given one, or that of the next block if that is later', async () => {
  const chain = await chainOf();
  const now = chain.kernel.tip.timeMs + 500;
  const { effects } = tryOut(chain, [call('look', [KEY])], {}, now);
  assert.notDeepEqual(effects, tryOut(chain, [call('look', [KEY])], {}, 5).effects);
  assert.equal(tryOut(chain, [call('look', [KEY])], {}, now + 600).code, 'EXPIRED');
});

test('without the payload a batch is unknown, with it known', async () => {
  const chain = await chainOf();
  const payload = { kind: 'items', items: [Uint8Array.of(7)] } as const;
  const payloads: PayloadRoot[] = [payloadRootOf(suite, payload)];
  const batch: Call = {
    contract: 'evidence',
    method: 'batch',
    args: [numbered(16, 1), 0],
    actors: [alice.principal],
  };
  const content = { payloads };
  const unknown = tryOut(chain, [call('put', [KEY, 1]), batch], content);
  assert.deepEqual([unknown.verdict, unknown.code], ['unknown', 'PAYLOAD_NOT_GIVEN']);
  assert.equal(unknown.effects.length, 2);
  const { kernel } = chain;
  const given = kernel.dryRun({
    content: {
      ...chain.candidate({ calls: [batch], signers: [alice], payloads: [payload] }).transaction
        .content,
    },
    payloads: [payload],
    timeMs: 0,
  });
  assert.deepEqual([given.verdict, given.code], ['refused', 'ITEM_MALFORMED']);
});
