// What forms ask of the ledger: calls that the contract's own schemas take, with the values that somebody typed and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import type { BalanceView, ClassView, JsonObject, OutputView } from '@stele/protocol';

import {
  type Arrangement,
  arrangementOf,
  arrangedOwner,
  DIRECT,
  isArranged,
  parametersOf,
} from './arrangement.ts';
import { checkedDefinition, exampleDefinition } from './define-act.ts';
import { exitAct } from './exit-act.ts';
import { issueAct, NEW_ISSUE } from './issue-act.ts';
import type { Exit } from './owner.ts';
import { redeemAct, redeemersOf } from './redeem-act.ts';
import { scalarFrom } from './scalar.ts';
import { emptyDraft, sendAct } from './send-act.ts';
import { type Act, askedFor, planOf } from './signing/act.ts';

const ME = `acc_${'a'.repeat(32)}`;
const YOU = `acc_${'b'.repeat(32)}`;
const AUDITOR = `acc_${'c'.repeat(32)}`;
const CLASS = 'c1'.repeat(16);
const SLOT = 'd2'.repeat(16);
const SUMMARY = { id: CLASS, organisation: 'firm', name: 'points', kind: 'right', scale: 2 };

const VIEW: ClassView = {
  ...SUMMARY,
  definition: {
    ...exampleDefinition(ME),
    attributes: [
      { name: 'due', type: 'time' },
      { name: 'series', type: 'uint' },
    ],
  },
  issued: '0',
  redeemed: '0',
  definedAtHeight: 1,
};

const BALANCE: BalanceView = { class: SUMMARY, amount: '50000', held: '0' };
const SOURCE = { account: ME, balances: [BALANCE], of: VIEW, classes: [VIEW] };

function output(place: number, amount: string, slot = SLOT): OutputView {
  return {
    id: `out_${String(place).padStart(20, '0')}`,
    guard: 'ee'.repeat(8),
    class: SUMMARY,
    slot,
    attributes: {},
    amount,
    state: null,
    owner: { party: ME },
    holder: ME,
    acquiredAt: '2026-11-21T00:00:00.000Z',
    depth: 1,
    payload: null,
    live: true,
    marks: [],
    madeAt: { height: 1, index: 1, call: 0, place: 0, method: 'issue' },
    effect: 1,
  };
}

/** The arguments of an act, once the contract takes its form. */
function taken(act: Act | undefined): JsonObject {
  assert.ok(act !== undefined);
  planOf(act);
  return act.args;
}

void test('sending at once: an amount in units, to whom, and the slot where one is chosen', () => {
  const draft = { ...emptyDraft(new URLSearchParams(`to=${YOU}&amount=12.5`)), class: CLASS };
  const act = sendAct(SOURCE, draft);
  assert.deepEqual(taken(act), {
    from: ME,
    class: CLASS,
    amount: '1250',
    to: { party: YOU },
  });
  assert.equal(act?.command, `asset send firm/points 12.5 --to ${YOU}`);
  assert.deepEqual(askedFor(act).signers, [ME]);
  assert.equal(taken(sendAct(SOURCE, { ...draft, slot: SLOT }))['slot'], SLOT);
  assert.equal(sendAct({ ...SOURCE, balances: [] }, draft), undefined);
});

void test('sending into escrow: it goes back when nobody says anything', () => {
  const parties = { from: ME, to: YOU };
  const arranged = arrangementOf('escrow', parties);
  assert.equal(isArranged(arranged, parties, []), false, 'the deadline is missing');
  const values = { ...arranged.values, deadline: '2027-01-01T00:00:00.000Z' };
  const arrangement = { ...arranged, values };
  assert.equal(isArranged(arrangement, parties, []), true);
  const draft = { ...emptyDraft(new URLSearchParams('amount=1')), to: YOU, arrangement };
  const act = sendAct(SOURCE, draft);
  assert.equal(act?.command, undefined, 'the command line holds outputs, not amounts');
  const { to } = taken(act) as unknown as { to: { hold: { exits: readonly JsonObject[] } } };
  const lapse = to.hold.exits.find(({ name }) => name === 'lapse');
  assert.deepEqual(lapse?.['to'], { party: ME });
  assert.equal(lapse['from'], Date.UTC(2027, 0, 1));
});

void test('sending with the consent of others: by the moves that the class is asked for', () => {
  const [auditor, bank] = [AUDITOR, `acc_${'9'.repeat(32)}`];
  const definition = {
    ...exampleDefinition(ME),
    roles: [
      { name: 'issuer', is: ME },
      { name: 'auditor', is: auditor },
      { name: 'bank', is: bank },
    ],
    moves: [
      { move: 'transfer', by: ['auditor', 'issuer'] },
      { move: 'offer', by: ['bank'] },
    ],
  };
  const othersOf = (change: JsonObject, arrangement = DIRECT): readonly string[] | undefined => {
    const of = { definition: { ...definition, ...change } };
    const draft = { ...emptyDraft(new URLSearchParams('amount=1')), to: YOU, arrangement };
    const act = sendAct({ ...SOURCE, of }, draft);
    taken(act);
    return act?.others;
  };
  assert.deepEqual(othersOf({}), [auditor], 'who sends signs anyhow');
  assert.deepEqual(othersOf({ countersigner: bank }), [auditor, bank]);
  assert.deepEqual(othersOf({ moves: [{ move: 'transfer', by: [] }] }), []);
  const parties = { from: ME, to: YOU };
  const arranged = (template: string, more: Readonly<Record<string, string>>): Arrangement => {
    const { values } = arrangementOf(template, parties);
    return { template, values: { ...values, ...more } };
  };
  const escrow = arranged('escrow', { deadline: '2027-01-01T00:00:00.000Z' });
  assert.deepEqual(othersOf({}, escrow), [auditor], 'one exit gives it to another');
  const offer = arranged('offer', { money: CLASS, price: '9.99' });
  assert.deepEqual(othersOf({}, offer), [bank], 'nobody gets it for nothing');
  const draft = { ...emptyDraft(new URLSearchParams('amount=1')), class: CLASS, to: YOU };
  const act = sendAct({ ...SOURCE, of: { definition } }, draft);
  assert.equal(act?.command, `asset send firm/points 1 --to ${YOU} --with ${auditor}`);
  assert.deepEqual(askedFor(act).signers, [ME, auditor]);
});

void test('an offer: the price by the scale of the class that is paid', () => {
  const parties = { from: ME, to: '' };
  const arranged = arrangementOf('offer', parties);
  assert.deepEqual(
    parametersOf(arranged).map(({ type }) => type),
    ['principal', 'class', 'amount'],
  );
  const values = { ...arranged.values, money: CLASS, price: '9.99' };
  const owner = arrangedOwner({ ...arranged, values }, parties, [VIEW]);
  assert.match(JSON.stringify(owner), /"amount":"999"/);
  const tooFine = { ...arranged, values: { ...values, price: '9.999' } };
  assert.equal(isArranged(tooFine, parties, [VIEW]), false);
  assert.equal(isArranged({ ...arranged, values }, parties, [VIEW]), true);
  const toNobody = { ...arranged, values: { ...values, seller: 'nobody' } };
  assert.equal(isArranged(toNobody, parties, [VIEW]), false);
  assert.deepEqual(arrangedOwner(DIRECT, { from: ME, to: YOU }, []), { party: YOU });
});

const EXIT: Exit = {
  name: 'buy',
  by: null,
  from: null,
  until: null,
  preimage: null,
  pays: { class: CLASS, slot: null, amount: '700', to: YOU },
  step: '',
  to: { kind: 'party', party: ME },
};

void test('taking an exit: by key and guard, the payment beside it, the rest back', () => {
  const taking = { output: output(9, '1'), exit: EXIT, account: ME, preimage: null };
  const funds = [output(1, '300'), output(2, '500'), output(3, '9999', 'ff'.repeat(16))];
  const small = { ...taking, funds: funds.slice(0, 2) };
  const { inputs, outputs } = taken(exitAct(small)) as unknown as {
    readonly inputs: readonly { readonly exit: string }[];
    readonly outputs: readonly JsonObject[];
  };
  assert.deepEqual(
    inputs.map(({ exit }) => exit),
    ['buy', '', ''],
  );
  assert.deepEqual(outputs, [
    { like: 1, amount: '700', to: { party: YOU } },
    { like: 1, amount: '100', to: { party: ME } },
  ]);
  assert.equal(exitAct({ ...taking, funds: [output(1, '699')] }), undefined);
  const free = exitAct({ ...taking, exit: { ...EXIT, pays: null }, funds: [] });
  assert.deepEqual(taken(free)['outputs'], []);
});

void test('taking an exit with a secret', () => {
  const exit = { ...EXIT, pays: null, preimage: { algorithm: 1, digest: '00'.repeat(32) } };
  const preimage = '11'.repeat(32);
  const act = exitAct({ output: output(1, '1'), exit, account: ME, preimage, funds: [] });
  const [input] = taken(act)['inputs'] as unknown as readonly JsonObject[];
  assert.equal(input?.['preimage'], preimage);
  assert.match(act?.command ?? '', /--preimage 11/);
});

void test('issuing: attributes by their types, in the order of the class', () => {
  const draft = {
    ...NEW_ISSUE,
    class: 'firm~points',
    amount: '1,000',
    to: YOU,
    attributes: { series: '7', due: '2027-03-31T00:00:00.000Z' },
  };
  const act = issueAct(ME, draft, [VIEW]);
  assert.deepEqual(taken(act)['parts'], [
    {
      attributes: [Date.UTC(2027, 2, 31), 7],
      amount: '100000',
      to: { party: YOU },
      payload: null,
    },
  ]);
  assert.match(
    act?.command ?? '',
    /--attribute due=2027-03-31T00:00:00\.000Z --attribute series=7$/,
  );
  const wrong = { ...draft, attributes: { ...draft.attributes, series: '-1' } };
  assert.equal(issueAct(ME, wrong, [VIEW]), undefined);
  assert.equal(issueAct(ME, draft, []), undefined);
});

void test('issuing: the other roles of the move and the countersigner sign too', () => {
  const { roles, ...definition } = VIEW.definition;
  const together = {
    ...VIEW,
    definition: {
      ...definition,
      roles: [...(roles as readonly JsonObject[]), { name: 'debtor', is: YOU }],
      moves: [{ move: 'issue', by: ['issuer', 'debtor'] }],
      countersigner: AUDITOR,
    },
  };
  const attributes = { series: '7', due: '2027-03-31T00:00:00.000Z' };
  const draft = { ...NEW_ISSUE, amount: '1', to: YOU, attributes };
  const act = issueAct(ME, draft, [together]) ?? assert.fail('it is complete');
  assert.deepEqual(askedFor(act).signers, [ME, YOU, AUDITOR]);
  assert.match(act.command ?? '', new RegExp(`--with ${YOU} --with ${AUDITOR}$`));
});

void test('redeeming: a part, with those whom the class wants, and the rest back', () => {
  const form = {
    moves: [{ move: 'redeem' as const, by: ['issuer', 'bank'] }],
    countersigner: null,
    roles: [
      { name: 'issuer', is: YOU },
      { name: 'bank', is: ME },
    ],
  };
  const redeemers = redeemersOf(form, ME) ?? assert.fail('the class allows it');
  assert.deepEqual(redeemers, [YOU], 'who holds it acts anyway');
  assert.equal(redeemersOf({ ...form, moves: [] }, ME), undefined);
  const whole = { output: output(1, '1250'), account: ME, amount: '12.5', redeemers };
  const act = redeemAct(whole);
  assert.deepEqual(taken(act)['change'], []);
  assert.deepEqual(act === undefined ? [] : askedFor(act).signers, [ME, YOU]);
  assert.equal(act?.command, `asset redeem ${output(1, '1250').id} --with ${YOU}`);
  const part = redeemAct({ ...whole, amount: '2.5' });
  assert.deepEqual(taken(part)['change'], [{ like: 0, amount: '1000', to: { party: ME } }]);
  assert.match(part?.command ?? '', /--amount 2\.5/);
  assert.equal(redeemAct({ ...whole, amount: '12.51' }), undefined);
});

void test('typed attributes', () => {
  const typed: readonly (readonly [string, string, unknown])[] = [
    ['7', 'uint', 7],
    ['07', 'uint', undefined],
    ['1e3', 'uint', undefined],
    ['9007199254740993', 'uint', undefined],
    ['tomorrow', 'time', undefined],
    ['', 'time', undefined],
    ['abc-1', 'identifier', 'abc-1'],
    ['Abc', 'identifier', undefined],
    [` ${'ab'.repeat(32)} `, 'digest', 'ab'.repeat(32)],
    [ME, 'account', ME],
    [ME, 'something', undefined],
  ];
  for (const [text, type, expected] of typed) assert.equal(scalarFrom(text, type), expected, text);
});

void test('a definition is of the contract’s form, or the place is named where it is not', () => {
  const example = exampleDefinition(ME);
  assert.equal(checkedDefinition(ME, JSON.stringify(example)).kind, 'good');
  for (const text of ['', '[]', 'null', '{"a":']) {
    assert.equal(checkedDefinition(ME, text).kind, 'json', text);
  }
  const wrong = checkedDefinition(ME, JSON.stringify({ ...example, scale: 'two' }));
  assert.ok(wrong.kind === 'form' && wrong.place.includes('scale'), JSON.stringify(wrong));
});

void test('what is not of the contract’s form is refused before anybody is asked', () => {
  const act: Act = { account: ME, method: 'issue', args: { class: 'x' } };
  assert.throws(
    () => planOf(act),
    (error) => isCoded(error, 'ARGS_MALFORMED'),
  );
});
