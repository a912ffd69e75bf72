/** What wrong usage of the commands on assets says, and the codes that it ends with. */

import { test } from 'node:test';

import { assetTown, defineIn, refused } from '../test/asset-town.ts';

void test('wrong usage says what to write', async (context) => {
  const town = await assetTown(context);
  const { alice, bob, made, file } = town;
  await defineIn(town, 'points', { attributes: [{ name: 'no', type: 'uint' }] });
  const [points = ''] = await made(
    ...['asset', 'issue', 'acme/points', '5', '--to', alice.key, '--attribute', 'no=1'],
  );
  const issue = ['asset', 'issue', 'acme/points'];
  const send = ['asset', 'send', points];
  const key = ['--key', alice.key];
  const wrong: readonly (readonly [readonly string[], readonly [number, string]])[] = [
    [
      [...issue, '5', '--to', 'bob'],
      [2, 'VALUE_MISSING'],
    ],
    [
      [...issue, '5', '--attribute', 'no=1'],
      [2, 'OPTION_MISSING'],
    ],
    [
      [...issue, '5', '--to', alice.key, '--attribute', 'no=-1'],
      [2, 'VALUE_MALFORMED'],
    ],
    [
      [...issue, '5', '--to', alice.key, '--attribute', 'no'],
      [2, 'PAIR_MALFORMED'],
    ],
    [
      [...issue, '5.001', '--to', alice.key, '--attribute', 'no=1'],
      [2, 'AMOUNT_MALFORMED'],
    ],
    [
      ['asset', 'issue', 'points', '5', '--to', alice.key],
      [2, 'CLASS_NAME_MALFORMED'],
    ],
    [
      ['asset', 'issue', 'acme/nothing', '5', '--to', alice.key],
      [1, 'CLASS_UNKNOWN'],
    ],
    [
      [...send, '1', '--to', 'bob', ...key],
      [2, 'PRINCIPAL_MALFORMED'],
    ],
    [
      [...send, '6', '--to', bob.key, ...key],
      [2, 'AMOUNT_EXCEEDS'],
    ],
    [
      [...send, '1e2', '--to', bob.key, ...key],
      [2, 'AMOUNT_MALFORMED'],
    ],
    [
      ['asset', 'send', 'out_1', '--to', bob.key],
      [2, 'OUTPUT_ID_MALFORMED'],
    ],
    [
      [...send, '1', '--to', `acc_${'1'.repeat(32)}`, ...key],
      [2, 'RECEIVER_UNOPENED'],
    ],
    [
      [...send, '1', '--to', bob.key, '--key', file('no.key', [])],
      [2, 'SIGNING_KEY_MALFORMED'],
    ],
    [
      ['asset', 'show', `out_${'f'.repeat(20)}`],
      [1, 'OUTPUT_ABSENT'],
    ],
    [
      ['asset', 'show', 'acme/nothing'],
      [1, 'CLASS_ABSENT'],
    ],
    [
      [...send, '1', '--to', bob.key],
      [1, 'HOLDER_NOT_ACTING'],
    ],
    [
      ['asset', 'exit', points, 'accept'],
      [2, 'HOLD_NONE'],
    ],
    [
      ['asset', 'hold', points, '--template', 'trust'],
      [2, 'CHOICE_UNKNOWN'],
    ],
    [
      ['asset', 'hold', points, '--template', 'escrow', ...key],
      [2, 'VALUE_MISSING'],
    ],
    [
      ['asset', 'hold', points, '--template', 'offer', '--to', bob.key, ...key],
      [2, 'VALUE_UNKNOWN'],
    ],
    [
      ['asset', 'hold', points, '--template', 'offer', '--until', '2027-01-01', ...key],
      [2, 'VALUE_UNKNOWN'],
    ],
    [
      [
        ...['asset', 'hold', points, '--template', 'escrow', ...key],
        ...['--to', bob.key, '--set', `receiver=${alice.key}`],
      ],
      [2, 'OPTION_REPEATED'],
    ],
    [
      [
        ...['asset', 'hold', points, '--template', 'escrow', ...key],
        ...['--to', bob.key, '--until', 'tomorrow'],
      ],
      [2, 'TIME_MALFORMED'],
    ],
    [
      [
        ...['asset', 'hold', points, '--template', 'invoice-lock', ...key],
        ...['--to', bob.key, '--until', '2027-01-01', '--set', 'step=Paid_Out'],
      ],
      [2, 'VALUE_MALFORMED'],
    ],
    [
      ['asset', 'mark', points, '--reference', 'x'],
      [2, 'REFERENCE_MALFORMED'],
    ],
    [
      ['asset', 'define', file('no.json', [])],
      [2, 'JSON_NOT_OBJECT'],
    ],
    [
      ['asset', 'define', file('half.json', { name: 'x' })],
      [2, 'CLASS_FILE_MALFORMED'],
    ],
    [
      ['asset', 'define', '--example', 'shares'],
      [2, 'CHOICE_UNKNOWN'],
    ],
    [
      ['account', 'open', alice.key],
      [1, 'ACCOUNT_EXISTS'],
    ],
    [
      ['account', 'show', `acc_${'0'.repeat(32)}`],
      [1, 'ACCOUNT_ABSENT'],
    ],
    [
      ['account', 'new-key', alice.key],
      [1, 'FILE_IN_THE_WAY'],
    ],
    [
      ['tx', 'show', 'abc'],
      [2, 'TRANSACTION_ID_MALFORMED'],
    ],
    [
      ['tx', 'sign', 'ab'.repeat(32)],
      [1, 'PENDING_UNKNOWN'],
    ],
  ];
  for (const [argv, expected] of wrong) await refused(town, argv, expected);
});
