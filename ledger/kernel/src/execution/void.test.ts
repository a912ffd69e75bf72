import assert from 'node:assert/strict';
import test from 'node:test';
import { encodeTransaction, keyPrincipal, type Signature, signingInput } from '@stele/protocol';
import { generateSigner } from '@stele/protocol/node';
import { builtinContracts } from '@stele/contracts';
import { type Draft, numbered, person, suite, TestChain, toy } from '../../test/index.ts';
import { type Candidate, inspectSubmission } from '../index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const [alice, bob] = [person(1), person(2)];

async function chainOf(): Promise<TestChain> {
  return TestChain.create({
    contracts: [...builtinContracts, toy],
    openings: [{ person: alice }, { person: bob, quota: 0 }],
  });
}

function play(change: Partial<Draft> = {}): Draft {
  const actors = [alice.principal];
  return {
    calls: [{ contract: 'toy', method: 'play', args: [numbered(4, 1).subarray(3)], actors }],
    signers: [alice],
    ...change,
  };
}

/** The code and index of one candidate executed alone and beside one that leaves an entry. */
function judge(chain: TestChain, candidate: Candidate): string {
  const beside = chain.candidate(play());
  const block = chain.execute([candidate, beside]) ?? assert.fail('the other one leaves an entry');
  const [result, other] = block.results;
  assert.equal(other?.code, '');
  assert.equal(result?.index, undefined);
  assert.equal(block.entries.length, 2, 'nothing of it is in the log');
  assert.equal(chain.execute([candidate]), undefined);
  const { tip } = chain.kernel;
  const input = { timeMs: tip.timeMs + 1, epoch: 0, engineHeight: 1, sealed: false };
  assert.deepEqual(chain.kernel.judge({ ...input, candidates: [candidate] }), [result]);
  return result?.code ?? '';
}

test('a transaction lives until its time, and at most a day ahead', async () => {
  const chain = await chainOf();
  const at = chain.kernel.tip.timeMs + HOUR_MS;
  const until = (validUntilMs: number): Candidate =>
    chain.candidate(play({ content: { validUntilMs } }));
  const timely = chain.candidate(play({ content: { validUntilMs: at + 1 } }));
  assert.equal(chain.execute([timely], at)?.results[0]?.code, '');
  const far = chain.candidate(play({ content: { validUntilMs: at + DAY_MS } }));
  assert.equal(chain.execute([far], at)?.results[0]?.code, '');
  const execute = (candidate: Candidate): string => {
    const beside = chain.candidate(play({ content: { validUntilMs: at + 1 } }));
    return chain.execute([candidate, beside], at)?.results[0]?.code ?? '';
  };
  assert.equal(execute(until(at)), 'EXPIRED');
  assert.equal(execute(until(0)), 'EXPIRED');
  assert.equal(execute(until(at + DAY_MS + 1)), 'VALID_UNTIL_TOO_FAR');
});

test('a duplicate leaves nothing: in its block, in a waiting block, in a stored one, after a restart', async () => {
  const chain = await chainOf();
  const candidate = chain.candidate(play());
  const twice = chain.execute([candidate, candidate]) ?? assert.fail();
  assert.deepEqual(
    twice.results.map(({ code, index }) => [code, index]),
    [
      ['', 4],
      ['DUPLICATE', undefined],
    ],
  );
  chain.kernel.apply(twice);
  assert.equal(judge(chain, candidate), 'DUPLICATE');
  assert.ok(chain.kernel.isKnown(candidate.id));
  await chain.store.write(twice.operations);
  chain.kernel.persisted(twice.height);
  assert.equal(judge(chain, candidate), 'DUPLICATE');
  const reopened = chain.reopened();
  assert.ok(reopened.isKnown(candidate.id));
  const again = { timeMs: reopened.tip.timeMs + 1, epoch: 0, engineHeight: 9, sealed: false };
  assert.equal(reopened.executeBlock({ ...again, candidates: [candidate] }), undefined);
});

test('the same transaction with other signatures is the same', async () => {
  const chain = await chainOf();
  const candidate = chain.candidate(play());
  await chain.runCandidates([candidate]);
  const tx = encodeTransaction({
    ...candidate.transaction,
    signatures: [alice.signature, bob.signature],
  });
  const resigned = inspectSubmission(chain.kernel.identity, { tx, payloads: [] });
  assert.equal(judge(chain, { ...resigned, verified: true }), 'DUPLICATE');
});

test('a refused transaction is known too, a void one is not', async () => {
  const chain = await chainOf();
  const refused = chain.candidate(
    play({ calls: [{ contract: 'toy', method: 'refuse', args: [], actors: [alice.principal] }] }),
  );
  const unpaid = chain.candidate(play({ signers: [bob] }));
  await chain.runCandidates([refused, unpaid]);
  assert.ok(chain.kernel.isKnown(refused.id));
  assert.equal(chain.kernel.isKnown(unpaid.id), false);
});

test('there must be somebody to charge', async () => {
  const chain = await chainOf();
  const stranger = person(7);
  const cases: [Partial<Draft>, string][] = [
    [{ content: { payer: stranger.principal }, signers: [alice, stranger] }, 'PAYER_UNKNOWN'],
    [{ content: { payer: alice.key } }, 'PAYER_UNKNOWN'],
    [
      { content: { payer: { kind: 'role', organisation: 'museum', role: 'clerk' } } },
      'PAYER_UNKNOWN',
    ],
    [
      { content: { payer: { kind: 'threshold', m: 1, members: [alice.principal] } } },
      'PAYER_UNKNOWN',
    ],
    [{ signers: [stranger] }, 'PAYER_NOT_SIGNED'],
    [{ content: { payer: bob.principal } }, 'PAYER_NOT_SIGNED'],
    [{ content: { payer: bob.principal }, signers: [alice, bob] }, 'QUOTA_EXHAUSTED'],
    [{ verified: false }, 'SIGNATURE_INVALID'],
  ];
  for (const [change, code] of cases) {
    assert.equal(judge(chain, chain.candidate(play(change))), code);
  }
});

test('nobody pays by being the actor of a second call', async () => {
  const chain = await chainOf();
  const [call] = play().calls;
  assert.ok(call !== undefined);
  const calls = [{ ...call, actors: [bob.principal] }, call];
  assert.equal(
    judge(chain, chain.candidate(play({ calls, signers: [alice, bob] }))),
    'QUOTA_EXHAUSTED',
  );
});

test('what nobody verified is verified at execution', async () => {
  for (const algorithm of [1, 2] as const) {
    const { signer } = generateSigner(algorithm);
    const signs = (message: Uint8Array): Signature => ({
      algorithm,
      key: signer.publicKey,
      signature: signer.sign(message),
    });
    const customer = person(30);
    const authority = keyPrincipal(suite, algorithm, signer.publicKey);
    const chain = await TestChain.create({
      contracts: [...builtinContracts, toy],
      openings: [{ person: customer, authority }, { person: alice }],
    });
    const actors = [customer.principal];
    const calls = [{ contract: 'toy', method: 'play', args: [numbered(4, 1).subarray(3)], actors }];
    const unsigned = chain.candidate({
      calls,
      signers: [{ signature: signs(new Uint8Array(1)) }],
      verified: undefined,
    });
    assert.equal(judge(chain, unsigned), 'SIGNATURE_INVALID');
    const good = signs(signingInput(unsigned.id));
    const withSignatures = (signatures: readonly Signature[]): Candidate => {
      const tx = encodeTransaction({ ...unsigned.transaction, signatures });
      return inspectSubmission(chain.kernel.identity, { tx, payloads: [] });
    };
    const oneBad = withSignatures([good, alice.signature]);
    assert.equal(judge(chain, oneBad), 'SIGNATURE_INVALID', 'each must be valid, needed or not');
    const signed = withSignatures([good]);
    assert.equal(signed.verified, undefined);
    assert.deepEqual(await chain.runCandidates([signed]), ['']);
  }
});

test('of several reasons the first in the order of the page is told', async () => {
  const chain = await chainOf();
  const expired = { validUntilMs: 5, payer: bob.principal };
  assert.equal(
    judge(chain, chain.candidate(play({ content: expired, verified: false }))),
    'SIGNATURE_INVALID',
  );
  assert.equal(judge(chain, chain.candidate(play({ content: expired }))), 'EXPIRED');
  const known = chain.candidate(play());
  await chain.runCandidates([known]);
  assert.equal(judge(chain, { ...known, verified: false }), 'SIGNATURE_INVALID');
  const until = known.transaction.content.validUntilMs;
  const late = { timeMs: until, epoch: 0, engineHeight: 9, sealed: false, candidates: [known] };
  assert.deepEqual(
    chain.kernel.judge(late).map(({ code }) => code),
    ['EXPIRED'],
  );
});
