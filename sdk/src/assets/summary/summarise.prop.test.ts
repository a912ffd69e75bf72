/** No two bodies that do different things have one summary: whatever is signed is said. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@stele/base';
import { guardOf, type Owner, outputsTable } from '@stele/contracts';
import { encodeRow } from '@stele/kernel/contract';
import { encodeBody, principalFromText, suiteOf } from '@stele/protocol';
import type { JsonObject } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import fc from 'fast-check';
import { assetCall, draftLocally, NO_KNOWLEDGE, summarise } from '../../index.ts';
import type { AssetMethod, ExitForm, OwnerForm, PlannedCall } from '../../index.ts';
import { fakeWorld } from '../../test/fake-world.ts';
import { sha256 } from '../class-name.ts';

const chain = { suite: suiteOf('intl', nodeCrypto), fingerprint: new Uint8Array(32).fill(0xab) };
const people = [1, 2, 3].map((n) => `acc_${String(n).repeat(32)}`);
const [alice = ''] = people;

const party = fc.constantFrom(...people);
const small = fc.integer({ min: 1, max: 3 });
const amount = small.map(String);
const time = fc.option(small.map((days) => days * 86_400_000));
const digest = small.map((n) => String(n).repeat(64));
const id = small.map((n) => String(n).repeat(32));
const word = fc.constantFrom('a', 'b');

const exit: fc.Arbitrary<ExitForm> = fc.record({
  name: word,
  by: fc.option(party),
  from: time,
  until: time,
  preimage: fc.option(fc.record({ algorithm: fc.constant(1), digest })),
  pays: fc.option(fc.record({ class: id, slot: fc.option(id), amount, to: party })),
  step: fc.constantFrom('', 'c'),
  to: fc.option(party.map((one): OwnerForm => ({ party: one }))),
});
const owner: fc.Arbitrary<OwnerForm> = fc.oneof(
  fc.record({ party }),
  fc.record({
    hold: fc.record({
      for: party,
      reason: word,
      reference: fc.option(digest),
      exits: fc.array(exit, { minLength: 1, maxLength: 2 }),
    }),
  }),
);

/** Outputs that are there: of two classes, one of them in a hold. */
const rows = [1, 2, 3].map((n) =>
  encodeRow(outputsTable, {
    class: new Uint8Array(16).fill(n),
    slot: new Uint8Array(16).fill(n),
    amount: BigInt(n),
    state: null,
    owner: n < 3 ? { kind: 'party', value: principalFromText(alice) } : heldBy(alice),
    acquiredAtMs: 0,
    depth: 0,
    payload: null,
  }),
);

function heldBy(text: string): Owner {
  const value = principalFromText(text);
  const open = { by: null, from: null, until: null, preimage: null, pays: null, to: null };
  const exits = ['a', 'b'].map((name) => ({ ...open, name, step: '' }));
  return { kind: 'hold', value: { for: value, reason: 'a', reference: null, exits } };
}

const keys = rows.map((_, n) => String(n).repeat(20));
const knowledge = { ...NO_KNOWLEDGE, outputs: new Map(rows.map((row, n) => [keys[n] ?? '', row])) };
const inputs = rows.map((row, n) => ({
  output: { key: { key: keys[n] ?? '', guard: toHex(guardOf(sha256, row)) } },
  exit: '',
  preimage: null,
}));

/** Each at most once: the same twice is refused by the ledger. */
const free = fc.subarray(inputs.slice(0, 2), { minLength: 1 });
const taken = fc.record({ exit: word, preimage: fc.option(digest) });
const listed = fc.array(fc.record({ like: fc.nat({ max: 1 }), amount, to: owner }), {
  maxLength: 2,
});
const typed = fc.array(fc.record({ name: word, type: fc.constantFrom('uint', 'time') }), {
  maxLength: 2,
});
const limits = fc.record({
  supply: fc.option(amount),
  perHolder: fc.option(amount),
  partMin: fc.option(amount),
  depthMax: fc.option(small),
  rest: fc.option(fc.record({ firstDays: small, nextDays: small })),
  forValue: fc.constantFrom('never', 'primary', 'always'),
  spends: fc.option(fc.record({ class: id, rate: small })),
});
const handle = fc.oneof(
  small.map((n) => ({ output: String(n).repeat(20) })),
  fc.record({ slot: fc.record({ class: id, slot: id }) }),
  fc.record({ class: id }),
  fc.record({ holder: fc.record({ class: id, party }) }),
  fc.record({ party }),
);
const mark = fc.record({
  handle,
  level: fc.constantFrom('platform', 'authority'),
  reference: digest,
});

const args: Readonly<Record<AssetMethod, fc.Arbitrary<unknown>>> = {
  define: fc.record({
    organisation: word,
    name: word,
    kind: fc.constantFrom('right', 'money'),
    scale: fc.option(small),
    attributes: typed,
    set: fc.option(fc.record({ by: word, member: word })),
    fields: typed,
    states: fc.array(word, { maxLength: 2 }),
    steps: fc.array(
      fc.record({
        name: word,
        from: fc.array(word, { minLength: 1, maxLength: 2 }),
        to: word,
        by: fc.array(word, { minLength: 1, maxLength: 2 }),
        sets: fc.array(word, { maxLength: 1 }),
        together: fc.array(small, { maxLength: 1 }),
      }),
      { maxLength: 1 },
    ),
    roles: fc.array(fc.record({ name: word, is: party }), { maxLength: 2 }),
    moves: fc.array(fc.record({ move: word, by: fc.array(word, { maxLength: 1 }) }), {
      maxLength: 2,
    }),
    holders: fc.option(party),
    limits,
    hook: fc.constantFrom('', 'c'),
    countersigner: fc.option(party),
    terms: fc.option(digest),
  }),
  issue: fc.record({
    class: id,
    parts: fc.array(
      fc.record({
        attributes: fc.array(fc.oneof(small, word, digest), { maxLength: 2 }),
        amount,
        to: owner,
        payload: fc.option(digest),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    inputs: fc.constant([]),
    change: fc.constant([]),
  }),
  transfer: fc
    .record({ free, taken: fc.option(taken), outputs: listed })
    .map(({ free: own, taken: by, outputs }) => {
      const [, , held] = inputs;
      return { inputs: by === null ? own : [...own, { ...held, ...by }], outputs };
    }),
  redeem: fc.record({ inputs: free, change: listed }),
  step: fc.record({
    inputs: free,
    step: word,
    values: fc.array(fc.oneof(small, word), { maxLength: 2 }),
  }),
  mark,
  unmark: mark,
  certify: fc.record({ registrar: party, party, until: time }),
  decertify: fc.record({ registrar: party, party }),
};

const RUNS = process.env['STELE_TEST_DEEP'] === '1' ? 20_000 : 400;

/** The body of one call, all else equal. */
function bodyOf(method: AssetMethod, value: unknown): Uint8Array {
  const actors = [principalFromText(alice)];
  const call: PlannedCall = assetCall(method, actors, value as never);
  return encodeBody(draftLocally(chain, { calls: [call] }, fakeWorld()).content);
}

for (const method of Object.keys(args) as AssetMethod[]) {
  void test(`${method}: one summary, one body`, (context) => {
    const bodies = new Map<string, { readonly body: string; readonly value: JsonObject }>();
    let complete = 0;
    fc.assert(
      fc.property(args[method], (value) => {
        const body = bodyOf(method, value);
        const summary = summarise(chain, body, knowledge);
        if (summary.gaps.length > 0) return;
        complete++;
        const said = JSON.stringify({ ...summary, id: '', made: [] }, (_, one: unknown) =>
          typeof one === 'bigint' ? String(one) : one,
        );
        const known = bodies.get(said);
        if (known === undefined) {
          bodies.set(said, { body: toHex(body), value: value as JsonObject });
        } else {
          assert.equal(known.body, toHex(body), `${JSON.stringify(known.value)} is told the same`);
        }
        assert.doesNotMatch(said, /\{\w+\}|undefined|\[object/);
      }),
      { numRuns: RUNS },
    );
    assert.ok(complete > RUNS / 8, String(complete));
    context.diagnostic(`cases: summaries of ${method} ${String(complete)}`);
  });
}
