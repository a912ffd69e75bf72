/** The part of the suite that changes the ledger. */

import assert from 'node:assert/strict';
import { toHex, utf8 } from '@stele/base';
import {
  accountToText,
  encodeTransaction,
  keyPrincipal,
  type LedgerApi,
  principalToText,
} from '@stele/protocol';
import { buildItem, connect, openAccount, recordItem, sign } from '../index.ts';
import type { SignedTransaction } from '../index.ts';
import { COMMITTED, PROVEN, digestsOf, recording, rejectsWith, signed } from './transport-bench.ts';
import type { Bench } from './transport-bench.ts';

export async function transactions(bench: Bench): Promise<void> {
  const { transport, operator, chain } = bench;
  const transaction = recording(bench, { digests: digestsOf(chain, 'a file'), kind: 'photo' });
  const result = await transport.submit(transaction.submission, PROVEN);
  assert.equal(result.id, toHex(transaction.id));
  assert.equal(result.status, 'proven');
  assert.equal(result.code, '');
  const view = await transport.transaction(result.id);
  assert.equal(view.height, result.height);
  assert.equal(view.index, result.index);
  assert.equal(view.committedAt, result.committedAt);
  assert.equal(view.code, '');
  const ofKind = (kind: string) => view.effects.filter((effect) => effect.kind === kind);
  assert.deepEqual(result.result ?? [], ofKind('result'));
  assert.deepEqual(result.events ?? [], ofKind('event'));
  assert.equal(view.payer, accountToText(operator.account));
  assert.deepEqual(
    view.calls.map(({ contract, method }) => `${contract}.${method}`),
    ['evidence.record'],
  );
  assert.deepEqual(view.calls[0]?.actors, [accountToText(operator.account)]);
  assert.ok(view.effects.some(({ table, kind }) => table === 'records' && kind === 'put'));
  const block = await transport.block(view.height);
  assert.deepEqual(block.transactions, [{ id: result.id, index: view.index, code: '' }]);
}

export async function replays(bench: Bench): Promise<void> {
  const { transport, chain } = bench;
  const { submission } = recording(bench, { digests: digestsOf(chain, 'twice') });
  const first = await transport.submit(submission, COMMITTED);
  assert.notEqual(first.replayed, true);
  const again = await transport.submit(submission, COMMITTED);
  assert.equal(again.replayed, true);
  for (const name of ['id', 'height', 'index', 'committedAt', 'code'] as const) {
    assert.deepEqual(again[name], first[name]);
  }
  const racing = recording(bench, { digests: digestsOf(chain, 'race') });
  const results = await Promise.all(
    Array.from({ length: 8 }, () => transport.submit(racing.submission, COMMITTED)),
  );
  assert.equal(new Set(results.map(({ index }) => index)).size, 1);
}

export async function refusals(bench: Bench): Promise<void> {
  const { transport, chain, ledger } = bench;
  const input = { digests: digestsOf(chain, 'x'), id: new Uint8Array(16).fill(7) };
  await transport.submit(recording(bench, input).submission, COMMITTED);
  const second = recording(bench, input);
  const result = await transport.submit(second.submission, COMMITTED);
  assert.equal(result.code, 'RECORD_EXISTS');
  assert.equal(result.id, toHex(second.id));
  assert.equal(typeof result.index, 'number');
  assert.equal((await transport.transaction(result.id)).code, 'RECORD_EXISTS');
  const again = await transport.submit(second.submission, COMMITTED);
  assert.deepEqual([again.code, again.index], [result.code, result.index]);
  await rejectsWith('RECORD_EXISTS', () => ledger.submit(second));
  await rejectsWith('ENTRY_REFUSED', () => transport.receipt(result.id));
}

export async function voids(bench: Bench): Promise<void> {
  const { transport, chain, ledger, operator, newSigner } = bench;
  const { item } = buildItem(chain.suite, { digests: digestsOf(chain, 'y') }, ledger.world.random);
  const calls = [recordItem(operator.account, item)];
  const submit = (transaction: SignedTransaction) => () =>
    transport.submit(transaction.submission, COMMITTED);
  const draft = ledger.draft({ calls });
  await rejectsWith('PAYER_NOT_SIGNED', submit(sign(draft, [newSigner()])));
  const stranger = recordItem(new Uint8Array(16).fill(9), item);
  await rejectsWith('PAYER_UNKNOWN', submit(signed(bench, { calls: [stranger] })));
  await rejectsWith('EXPIRED', submit(signed(bench, { calls, validForMs: -60_000 })));
  const other = { ...chain, fingerprint: new Uint8Array(32) };
  const elsewhere = await connect({ api: lyingAbout(bench, toHex(other.fingerprint)) });
  await rejectsWith('WRONG_CHAIN', submit(signed({ ledger: elsewhere, operator }, { calls })));
  const forged = encodeTransaction({
    body: draft.body,
    signatures: operator.signers.map(({ algorithm, publicKey }) => ({
      algorithm,
      key: publicKey,
      signature: new Uint8Array(64),
    })),
  });
  await rejectsWith('SIGNATURE_INVALID', () =>
    transport.submit({ tx: forged, payloads: [] }, COMMITTED),
  );
  await rejectsWith('TX_MALFORMED', () =>
    transport.submit({ tx: utf8('broken'), payloads: [] }, COMMITTED),
  );
  const payloads = [{ kind: 'items' as const, items: [utf8('unasked')] }];
  await rejectsWith('PAYLOAD_MISMATCH', () =>
    transport.submit({ ...signed(bench, { calls }).submission, payloads }, COMMITTED),
  );
}

function lyingAbout({ transport }: Bench, id: string): LedgerApi {
  return { ...transport, chain: async () => ({ ...(await transport.chain()), id }) };
}

export async function many(bench: Bench): Promise<void> {
  const { transport, chain } = bench;
  const good = Array.from({ length: 1_200 }, (_, i) =>
    recording(bench, { digests: digestsOf(chain, `many ${String(i)}`) }),
  );
  const submissions = good.map(({ submission }) => submission);
  const broken = { tx: utf8('broken'), payloads: [] };
  submissions.splice(600, 0, broken);
  const results = await transport.submitMany(submissions, COMMITTED);
  assert.equal(results.length, 1_201);
  const rejected = results[600];
  assert.ok(rejected?.status === 'rejected');
  assert.deepEqual([rejected.id, rejected.code], [null, 'TX_MALFORMED']);
  const ids = results.flatMap((one) => (one.status === 'rejected' ? [] : [one.id]));
  assert.deepEqual(
    ids,
    good.map(({ id }) => toHex(id)),
  );
  assert.ok(results.every((one) => one.status !== 'accepted'));
  assert.deepEqual(await transport.submitMany([], COMMITTED), []);
}

export async function waiting(bench: Bench): Promise<void> {
  const { transport, chain } = bench;
  const transaction = recording(bench, { digests: digestsOf(chain, 'soon') });
  const options = { wait: 'accepted', timeoutMs: 10_000 } as const;
  const early = await transport.submit(transaction.submission, options);
  assert.equal(early.id, toHex(transaction.id));
  const late = await transport.submit(transaction.submission, COMMITTED);
  assert.ok(late.status === 'committed' || late.status === 'proven');
  const hurried = recording(bench, { digests: digestsOf(chain, 'hurried') });
  const now = await transport.submit(hurried.submission, { wait: 'proven', timeoutMs: 0 });
  assert.equal(now.id, toHex(hurried.id));
}

export async function preparing(bench: Bench): Promise<void> {
  const { ledger, operator, chain, transport, newSigner } = bench;
  const signer = newSigner();
  const authority = keyPrincipal(chain.suite, signer.algorithm, signer.publicKey);
  const account = new Uint8Array(16).fill(5);
  const opening = { account, authority, quota: 10, administrator: false };
  const calls = [openAccount(operator.account, opening)];
  const draft = await ledger.prepare({ calls, validForMs: 60_000 });
  assert.deepEqual(draft.prepared.signers, [accountToText(operator.account)]);
  assert.ok(draft.prepared.effects.some(({ table }) => table === 'accounts'));
  assert.ok(draft.prepared.summary.en.includes(principalToText(authority)));
  assert.notEqual(draft.prepared.summary['zh-CN'], draft.prepared.summary.en);
  assert.equal(draft.prepared.wouldFail, undefined);
  const before = (await transport.chain()).height;
  assert.equal(before, 0, 'a dry run records nothing');
  await ledger.submit(sign(draft, operator.signers));
  const again = await ledger.prepare({ calls });
  assert.equal(again.prepared.wouldFail?.code, 'ACCOUNT_EXISTS');
  const actors = [accountToText(operator.account)];
  const ask = (contract: string, args: Record<string, string>) => () =>
    transport.prepare({ calls: [{ contract, method: 'open', args, actors }] });
  await rejectsWith('CALL_UNKNOWN', ask('nothing', {}));
  await rejectsWith('ARGS_MALFORMED', ask('accounts', { account: 'acc_x' }));
  const [{ args } = { args: {} }] = calls;
  const nobody = { contract: 'accounts', method: 'open', args, actors: ['me'] };
  await rejectsWith('PRINCIPAL_MALFORMED', () => transport.prepare({ calls: [nobody] }));
}
