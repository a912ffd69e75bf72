/** Stamping a real node's log by authorities that are there, away, slow, lying, and back again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProof, parseReceipt, receiptToCbor, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { tokenVerifier } from '@stele/timestamp';
import { LocalAuthority, opensslForTest } from '@stele/timestamp/test';
import { asSetting, eventually, ledgerBench } from './test/ledger-bench.ts';

void test('a record is stamped, and its full receipt has the time of every authority', async (context) => {
  if (!opensslForTest(context)) return;
  const bench = await ledgerBench(context);
  const authorities = [await LocalAuthority.open(context), await LocalAuthority.open(context)];
  const settings = authorities.map((one, i) => asSetting(`authority-${String(i)}`, one));
  const receipt = await bench.record();
  const { index } = parseProof(receipt.proof);
  const stamping = bench.stamping(settings);
  const stamped = await eventually(async () => {
    const found = await stamping.covering(index);
    return found?.tokens.length === 2 ? found : undefined;
  });
  assert.deepEqual(
    stamped.tokens.map(({ authority }) => authority),
    ['authority-0', 'authority-1'],
  );
  assert.equal(parseProof(receipt.proof).signed.checkpoint.size, stamped.size);

  const timestamps = stamped.tokens.map(({ token }) => token);
  const full = receiptToCbor({ ...receipt, timestamps });
  const [first] = settings;
  const verdicts = tokenVerifier({ trustedCertificates: first?.trustedCertificates ?? [] });
  const trusted = [bench.fingerprint];
  const verdict = verifyReceipt(full, { crypto: nodeCrypto, trusted, timestamps: verdicts });
  assert.equal(verdict.verdict, 'valid');
  assert.equal(verdict.assurance?.independentTime?.authority, 'Local Authority');
  assert.ok(!verdict.doesNotProve.includes('independent-time'));
  for (const state of stamping.state()) {
    assert.equal(state.status, 'ok');
    assert.equal(state.lastSuccess?.size, stamped.size);
    assert.ok(Math.abs(state.lastSuccess.skewMs) < 10_000);
    assert.equal(state.lagMs, 0);
  }
});

void test('a receipt over the stamped checkpoint, asked for when the log has grown far beyond', async (context) => {
  if (!opensslForTest(context)) return;
  const bench = await ledgerBench(context);
  const authority = await LocalAuthority.open(context);
  const setting = asSetting('one', authority);
  const old = await bench.record();
  const stamping = bench.stamping([setting]);
  const stamped = await eventually(() => stamping.covering(parseProof(old.proof).index));
  await stamping.close();
  for (let i = 0; i < 3; i++) await bench.record();

  const trusted = [bench.fingerprint];
  const { record } = verifyReceipt(receiptToCbor(old), { crypto: nodeCrypto, trusted });
  assert.ok(record);
  const selection = { call: 0, item: 0 };
  const { checkpoint, tokens } = stamped;
  const bare = await bench.api.receipt(record.transaction, selection, { checkpoint });
  const full = receiptToCbor({
    ...parseReceipt(bare),
    timestamps: tokens.map(({ token }) => token),
  });
  const { trustedCertificates } = setting;
  const timestamps = tokenVerifier({ trustedCertificates });
  const verdict = verifyReceipt(full, { crypto: nodeCrypto, trusted, timestamps });
  assert.equal(verdict.verdict, 'valid');
  assert.ok(verdict.assurance?.independentTime);
  assert.equal(parseProof(parseReceipt(full).proof).signed.checkpoint.size, stamped.size);
});

void test('authorities that are away, silent or of another key delay nobody, and say so', async (context) => {
  if (!opensslForTest(context)) return;
  const bench = await ledgerBench(context);
  const [good, away, silent, other] = [
    await LocalAuthority.open(context),
    await LocalAuthority.open(context),
    await LocalAuthority.open(context),
    await LocalAuthority.open(context),
  ];
  const awaySetting = asSetting('away', away);
  const { port } = away;
  away.stop();
  silent.answer = () => undefined;
  const { index } = parseProof((await bench.record()).proof);
  const stamping = bench.stamping([
    awaySetting,
    asSetting('silent', silent),
    {
      ...asSetting('other', other),
      trustedCertificates: asSetting('good', good).trustedCertificates,
    },
    asSetting('good', good),
  ]);
  const stamped = await eventually(() => stamping.covering(index));
  assert.deepEqual(
    stamped.tokens.map(({ authority }) => authority),
    ['good'],
  );
  await eventually(() =>
    stamping
      .state()
      .slice(0, 3)
      .every(({ failures }) => failures >= 2),
  );
  const told = stamping
    .state()
    .map(({ name, status, lastFailure }) => [name, status, lastFailure?.code]);
  assert.deepEqual(told, [
    ['away', 'failing', 'TIMESTAMP_UNREACHABLE'],
    ['silent', 'failing', 'TIMESTAMP_UNREACHABLE'],
    ['other', 'failing', 'TIMESTAMP_AUTHORITY_UNKNOWN'],
    ['good', 'ok', undefined],
  ]);
  assert.ok(
    stamping
      .state()
      .slice(0, 3)
      .every(({ lagMs }) => lagMs > 0),
  );

  await away.listen(port);
  silent.answer = 'honest';
  const healed = await eventually(async () => {
    const found = await stamping.covering(index);
    return found?.tokens.length === 3 ? found : undefined;
  });
  assert.equal(healed.size, stamped.size, 'the same checkpoint, late');
  await eventually(() => stamping.state()[0]?.status === 'ok');
  assert.equal(stamping.state()[0]?.failures, 0);
});

void test('without growth nothing is asked again, nor after a restart; growth is stamped', async (context) => {
  if (!opensslForTest(context)) return;
  const bench = await ledgerBench(context);
  const authority = await LocalAuthority.open(context);
  const settings = [asSetting('one', authority)];
  const first = parseProof((await bench.record()).proof).index;
  const stamping = bench.stamping(settings);
  const before = await eventually(() => stamping.covering(first));
  await new Promise((resolve) => setTimeout(resolve, 150));
  await stamping.close();
  assert.equal(authority.requests, 1, 'one checkpoint, one request');

  const again = bench.stamping(settings);
  await eventually(() => again.state()[0]?.status === 'ok');
  assert.deepEqual(await again.covering(first), before);
  assert.equal(authority.requests, 1, 'a restart asks for nothing that is there');

  const second = parseProof((await bench.record()).proof).index;
  const after = await eventually(() => again.covering(second));
  assert.ok(after.size > second && before.size <= second);
  assert.deepEqual(await again.covering(first), before, 'the first that covers it stays the first');
});

void test('a wall clock that jumps neither stops nor doubles the stamping', async (context) => {
  if (!opensslForTest(context)) return;
  const bench = await ledgerBench(context);
  const authority = await LocalAuthority.open(context);
  const DAY_MS = 86_400_000;
  let jumpMs = 0;
  const clock = {
    nowMs: () => Date.now() + jumpMs,
    monotonicMs: () => performance.now(),
  };
  const stamping = bench.stamping([asSetting('one', authority)], clock);
  for (const jump of [-DAY_MS, 3 * DAY_MS, 0]) {
    jumpMs = jump;
    const { index } = parseProof((await bench.record()).proof);
    await eventually(() => stamping.covering(index));
    const [state] = stamping.state();
    assert.ok(state?.lastSuccess);
    assert.ok(Math.abs(state.lastSuccess.skewMs + jump) < 10_000, 'the jump shows as skew');
    assert.ok(state.lagMs >= 0);
  }
  assert.ok(authority.requests <= 4, `${String(authority.requests)} requests for three records`);
});

void test('closing does not wait for an authority that hangs', async (context) => {
  if (!opensslForTest(context)) return;
  const bench = await ledgerBench(context);
  const authority = await LocalAuthority.open(context);
  authority.answer = () => undefined;
  await bench.record();
  const stamping = bench.stamping([asSetting('one', authority)]);
  await eventually(() => authority.requests > 0);
  const startMs = performance.now();
  await stamping.close();
  assert.ok(performance.now() - startMs < 300, 'before the exchange times out');
  const quiet = bench.stamping([]);
  assert.deepEqual(quiet.state(), [], 'without authorities there is nothing to tell');
});
