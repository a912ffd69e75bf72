/** What docs/assets.md does not show: payments, prices, marks, certificates, steps; programs and the other language. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { runIn, temporaryFolder } from '../test/fake-world.ts';
import { type AssetTown, assetTown, defineIn, type Json, refused } from '../test/asset-town.ts';

const REFERENCE = 'ab'.repeat(32);

async function balanceOf({ json }: AssetTown, account: string, name: string): Promise<unknown> {
  const { items } = await json('account', 'balances', account);
  const found = (items as readonly Json[]).find((one) => (one['class'] as Json)['name'] === name);
  return found?.['amount'];
}

void test('an offer is bought: the price and what it is for change hands together', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made } = town;
  await defineIn(town, 'yuan', { kind: 'money' });
  await defineIn(town, 'painting', { scale: null, attributes: [{ name: 'no', type: 'uint' }] });
  await made('asset', 'issue', 'acme/yuan', '60.00', '--to', bob.key);
  await made('asset', 'issue', 'acme/yuan', '50.50', '--to', bob.account);
  const [painting = ''] = await made(
    ...['asset', 'issue', 'acme/painting', '1', '--to', alice.key, '--attribute', 'no=7'],
  );
  const offer = ['--template', 'offer', '--set', 'money=acme/yuan', '--set', 'price=100.25'];
  const [held = ''] = await made('asset', 'hold', painting, ...offer, '--key', alice.key);
  const shown = await town.stele('asset', 'show', held);
  assert.match(shown.out, /buy: by anyone, against 100\.25 acme\/yuan to acc_/);
  const poor = ['asset', 'exit', held, 'buy', '--key', alice.key];
  await refused(town, poor, [1, 'FUNDS_TOO_SMALL']);
  const bought = await town.stele('asset', 'exit', held, 'buy', '--key', bob.key);
  assert.equal(bought.exitCode, 0, bought.err);
  assert.match(bought.err, /In return acc_\w+ gets 100\.25 acme\/yuan\./);
  assert.equal(await balanceOf(town, alice.account, 'yuan'), '10025');
  assert.equal(await balanceOf(town, bob.account, 'yuan'), '1025');
  assert.equal(await balanceOf(town, bob.account, 'painting'), '1');
});

void test('what is marked cannot move, and each level lifts its own', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made, json } = town;
  await defineIn(town, 'points');
  const [points = ''] = await made('asset', 'issue', 'acme/points', '5', '--to', alice.key);
  const targets: readonly (readonly string[])[] = [
    [points],
    ['acme/points'],
    ['acme/points', '--of', alice.key],
    [alice.account, '--authority'],
  ];
  for (const target of targets) {
    const [what = '', ...options] = target;
    const named = [what, ...options, '--reference', REFERENCE];
    await json('asset', 'mark', ...named);
    await refused(town, ['asset', 'mark', ...named], [1, 'MARK_EXISTS']);
    const send = ['asset', 'send', points, '--to', bob.key, '--key', alice.key];
    await refused(town, send, [1, 'MARKED']);
    const { out } = await town.stele('asset', 'show', points);
    assert.match(
      out,
      new RegExp(`Mark +on the \\w+, by (?:the platform|an authority), .* ${REFERENCE}`),
    );
    await json('asset', 'unmark', ...named);
  }
  await refused(
    town,
    ['asset', 'unmark', points, '--reference', REFERENCE, '--authority'],
    [1, 'MARK_UNKNOWN'],
  );
  await made('asset', 'send', points, '--to', bob.key, '--key', alice.key);
});

void test('an amount is sent with the consent of another, who is asked for it', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, operator, made, json } = town;
  await defineIn(town, 'shares', {
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'transfer', by: ['issuer'] },
    ],
  });
  await made('asset', 'issue', 'acme/shares', '5', '--to', alice.key);
  const send = ['asset', 'send', 'acme/shares', '2', '--to', bob.key, '--key', alice.key];
  await refused(town, send, [1, 'ROLE_NOT_ACTING']);
  const waits = await json(...send, '--with', operator);
  assert.deepEqual([waits['status'], waits['missing']], ['collecting', [operator]]);
  await json('tx', 'sign', String(waits['id']), '--yes');
  assert.match((await town.stele('account', 'balances', bob.key)).out, /acme\/shares +2\.00/);
});

void test('a class that contradicts itself is refused with the place of it', async (context) => {
  const town = await assetTown(context);
  const step = { name: 'pay', from: ['drawn'], to: 'paid', by: ['holder'], sets: [], together: [] };
  const states = { states: ['drawn', 'paid'] };
  const issue = { move: 'issue', by: ['issuer'] };
  const wrong: readonly (readonly [object, string])[] = [
    [{ kind: 'share' }, 'kind: "share" is none of right, money, ticket, quota, record'],
    [{ ...states, steps: [{ ...step, to: 'lost' }] }, 'steps/0/to: there is no "lost"'],
    [{ moves: [issue, issue] }, 'moves: "issue" stands twice'],
    [{ moves: [{ move: 'issue', by: [] }] }, 'moves/0/by: the move "issue" is a role\'s'],
    [{ ...states, steps: [step], moves: [issue] }, 'moves: the steps can be taken only where'],
    [{ limits: { spends: { class: '00'.repeat(16), rate: 0 } } }, 'limits/spends/rate: '],
  ];
  for (const [change, sentence] of wrong) {
    const definition = {
      ...{ organisation: 'acme', name: 'wrong', kind: 'right', scale: 2 },
      roles: [{ name: 'issuer', is: town.operator }],
      moves: [issue],
      ...change,
    };
    const { exitCode, err } = await town.stele('asset', 'define', town.file('w.json', definition));
    assert.equal(exitCode, 1);
    assert.ok(err.includes(`The class contradicts itself: ${sentence}`), err);
  }
  const bill = { ...states, steps: [step], moves: [issue, { move: 'step', by: [] }] };
  await defineIn(town, 'bill', bill);
  const { out } = await town.stele('asset', 'show', 'acme/bill');
  assert.match(out, /\n {2}Step pay: from drawn to paid, signed by the holder\n/);
  assert.match(out, /\n {2}Nobody may: Hand over, Offer, /);
});

void test('steps, certificates, and the consent of another who signs elsewhere', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made, json, operator } = town;
  await defineIn(town, 'invoice', {
    states: ['drawn', 'claimed'],
    fields: [{ name: 'on', type: 'time' }],
    steps: [
      { name: 'claim', from: ['drawn'], to: 'claimed', by: ['holder'], sets: ['on'], together: [] },
    ],
    holders: operator,
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'transfer', by: [] },
      { move: 'step', by: [] },
      { move: 'redeem', by: ['issuer'] },
    ],
  });
  const issue = ['asset', 'issue', 'acme/invoice', '12.50', '--to', alice.key];
  await refused(town, issue, [1, 'HOLDER_NOT_CERTIFIED']);
  await json('asset', 'certify', alice.key, '--until', '2099-01-01');
  const [drawn = ''] = await made(...issue);
  const claim = ['asset', 'step', 'claim', drawn, '--key', alice.key];
  await refused(town, claim, [2, 'VALUE_MISSING']);
  await refused(town, [...claim, '--set', 'off=1'], [2, 'VALUE_UNKNOWN']);
  await refused(town, ['asset', 'step', 'pay', drawn], [2, 'STEP_NAME_UNKNOWN']);
  const told = await town.stele(...claim, '--set', 'on=2026-11-22', '--dry-run');
  assert.match(told.out, /takes the step claim with on 2026-11-22 00:00 UTC\./);
  const [claimed = ''] = await made(...claim, '--set', 'on=2026-11-22');
  assert.match(
    (await town.stele('asset', 'show', claimed)).out,
    /State +claimed\n[^]*on +2026-11-22 00:00 UTC\n/,
  );
  const redeem = ['asset', 'redeem', claimed, '--key', alice.key];
  await refused(town, redeem, [1, 'ROLE_NOT_ACTING']);

  const waits = await town.stele(...redeem, '--with', operator);
  assert.equal(waits.exitCode, 0, waits.err);
  assert.match(
    waits.err,
    new RegExp(`signatures of:\n {2}${operator}\nThey sign with: stele tx sign`),
  );
  const id = waits.out.trim();
  const inbox = await town.stele('tx', 'inbox');
  assert.match(inbox.out, new RegExp(`^${id}\n {2}${alice.account} redeems 12\\.50 acme/invoice`));
  assert.match((await town.stele('tx', 'show', id)).out, /redeems 12\.50/);
  assert.match((await town.stele('tx', 'inbox', bob.key)).out, /^Nothing waits/);
  await refused(town, ['tx', 'sign', id], [2, 'SIGNING_UNCONFIRMED']);
  await refused(town, ['tx', 'sign', id, '--yes', '--key', bob.key], [1, 'SIGNATURE_UNWANTED']);
  const signed = await town.stele('tx', 'sign', id, '--yes');
  assert.equal(signed.exitCode, 0, signed.err);
  assert.match(signed.err, /Done in block/);
  const recorded = await town.stele('tx', 'show', id);
  assert.match(recorded.out, /Outcome +committed/);
  assert.match(
    recorded.out,
    /\n\S+ redeems 12\.50 acme\/invoice/,
    'as it was said before it was signed',
  );
  assert.doesNotMatch(recorded.out, /NOT CHECKED|[{}]/);
  await json('asset', 'certify', alice.key, '--withdraw');
  await refused(town, issue, [1, 'HOLDER_NOT_CERTIFIED']);
});

void test('a transaction in a file is made, signed by two on their own, and handed in', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made, json, file } = town;
  await defineIn(town, 'points');
  const [points = ''] = await made('asset', 'issue', 'acme/points', '5', '--to', alice.key);
  const { guard } = await json('asset', 'show', points);
  const input = { output: { key: { key: points.slice(4), guard } } };
  const calls = file('calls.json', {
    calls: [
      {
        contract: 'assets',
        method: 'transfer',
        args: {
          inputs: [input],
          outputs: [{ like: 0, amount: '500', to: { party: bob.account } }],
        },
        actors: [alice.account, bob.account],
      },
    ],
  });
  const prepared = await town.stele('tx', 'prepare', calls);
  assert.equal(prepared.exitCode, 0, prepared.err);
  assert.match(
    prepared.err,
    /gives acc_\w+ 5\.00 acme\/points\.\nAfterwards:\n {2}acc_\w+ {2}-5\.00 acme/,
  );
  const draft = prepared.out.trim();
  await refused(town, ['tx', 'submit', draft], [2, 'DRAFT_UNSIGNED']);
  await json('tx', 'sign', draft, '--yes', '--key', alice.key);
  const waits = await json('tx', 'submit', draft);
  assert.deepEqual([waits['status'], waits['missing']], ['collecting', [bob.account]]);
  await json('tx', 'sign', draft, '--yes', '--key', bob.key);
  const { status, made: outputs } = await json('tx', 'submit', draft);
  assert.ok(status === 'committed' || status === 'proven');
  const [output] = outputs as readonly Json[];
  assert.deepEqual(output?.['owner'], { party: bob.account });
  await refused(town, ['tx', 'submit', calls], [2, 'DRAFT_MALFORMED']);
  await refused(town, ['tx', 'prepare', draft], [2, 'CALLS_FILE_MALFORMED']);
});

void test('what is shown before signing is not done; a call can be seen instead', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made } = town;
  await defineIn(town, 'points');
  const [points = ''] = await made('asset', 'issue', 'acme/points', '5', '--to', alice.key);
  const send = ['asset', 'send', points, '2', '--to', bob.key, '--key', alice.key];
  const dry = await town.inChinese(...send, '--dry-run');
  assert.equal(dry.exitCode, 0, dry.err);
  assert.match(
    dry.out,
    /^acc_\w+ 将 2\.00 acme\/points 转让给 acc_\w+。\nacc_\w+ 保留 3\.00 acme\/points。\n执行之后：/,
  );
  const curl = await town.stele(...send, '--curl');
  assert.match(
    curl.out,
    /^curl -sS -X POST '?http:\S+\/transactions\/prepare.*"method":"transfer"/,
  );
  assert.equal(await balanceOf(town, bob.account, 'points'), undefined);
  const list = await town.inChinese('asset', 'list', '--of', alice.key);
  assert.match(list.out, /^资产 .*数量 .*资产类别 .*持有人\nout_/);
  for (const argv of [
    ['asset', 'list'],
    ['asset', 'show', points],
    ['asset', 'trace', points],
    ['account', 'show', alice.key],
    ['account', 'balances', alice.key, '--at', '3'],
    ['tx', 'inbox'],
  ]) {
    const { exitCode, out } = await town.stele(...argv, '--curl');
    assert.equal(exitCode, 0);
    assert.match(out, /^curl -sS '?http:\/\/127\.0\.0\.1:\d+\/v1\/chains\/main\//, argv.join(' '));
  }
});

void test('a payment by class comes back as asked; what it left is proven live, and what it spent is not', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made, json, folder } = town;
  await defineIn(town, 'yuan', { kind: 'money' });
  const spent = await made('asset', 'issue', 'acme/yuan', '60.00', '--to', alice.key);
  await made('asset', 'issue', 'acme/yuan', '0.50', '--to', alice.key);
  const send = ['asset', 'send', 'acme/yuan', '50.25', '--to', bob.key, '--key', alice.key];
  const [paid = ''] = await made(...send);
  assert.equal(await balanceOf(town, alice.account, 'yuan'), '1025');
  await refused(town, send, [1, 'FUNDS_MISSING']);
  for (const [output, live] of [
    [paid, true],
    [spent[0] ?? '', false],
  ] as const) {
    const path = join(temporaryFolder(context), 'proof.json');
    const { row } = await json('asset', 'prove', output, '--output', path);
    assert.equal((row as Json)['live'], live);
    const verified = await runIn(context, ['asset', 'verify', path, '--data', folder]);
    assert.equal(verified.exitCode, 0, verified.out);
    assert.match(verified.out, live ? / was live after block/ : / was spent by block/);
    const elsewhere = await runIn(context, ['asset', 'verify', path]);
    assert.equal(elsewhere.exitCode, 4);
    const proof = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      proof.replace(/(?<="effect": ".{20})./, (one) => (one === 'A' ? 'B' : 'A')),
    );
    assert.equal((await runIn(context, ['asset', 'verify', path, '--data', folder])).exitCode, 1);
  }
});

void test('away from the data folder: by a key one was given, of a chain one trusts', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made, folder, gateway } = town;
  await defineIn(town, 'points');
  const [points = ''] = await made('asset', 'issue', 'acme/points', '5', '--to', alice.key);
  const env = { STELE_DATA: join(folder, 'none'), XDG_CONFIG_HOME: temporaryFolder(context) };
  const away = ['--url', gateway.url, '--key-file', join(folder, 'admin.key')];
  const send = ['asset', 'send', points, '--to', bob.account, '--key', alice.key, ...away];
  const stranger = await runIn(context, send, { env });
  assert.equal(stranger.exitCode, 1);
  assert.match(stranger.err, /CHAIN_NOT_TRUSTED/);
  const { id } = (await (await fetch(`${gateway.url}/v1/chains/main`)).json()) as Json;
  assert.equal((await runIn(context, ['trust', 'add', String(id)], { env })).exitCode, 0);
  const sent = await runIn(context, send, { env });
  assert.equal(sent.exitCode, 0, sent.err);
  assert.equal(await balanceOf(town, bob.account, 'points'), '500');
});
