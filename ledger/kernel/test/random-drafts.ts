/**
 * Random transactions over few accounts, ids and keys, so that they meet: records that exist, accounts that lack quota, keys that
 * were replaced, calls that do not fit. Most succeed; every refusal and most void reasons come up.
 */

import {
  type Call,
  encodeItem,
  type EvidenceItem,
  itemToCbor,
  type Payload,
  type Principal,
  principalToCbor,
} from '@stele/protocol';
import fc from 'fast-check';
import { RULES } from '../src/contract/index.ts';
import { numbered, person } from './person.ts';
import type { Draft, Opening } from './test-chain.ts';

const PEOPLE = 6;
const IDS = 24;

/** What block 0 opens: two more people and their keys exist, but no account of theirs. */
export const openings: readonly Opening[] = [
  { person: person(0), administrator: true },
  { person: person(1), quota: 6 },
  { person: person(2), quota: 60 },
  { person: person(3) },
];

const who = fc.integer({ min: 0, max: PEOPLE - 1 });
/** Mostly somebody who has an account. */
const customer = fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0, max: 3 }) }, who);
const administrator = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, customer);
const id = fc.oneof(fc.nat(4), fc.nat(IDS - 1));

/** Mostly null. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

function keyOf(number: number): Principal {
  return person(0, number).key;
}

const authority: fc.Arbitrary<Principal> = fc.oneof(
  { weight: 4, arbitrary: who.map(keyOf) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 2 }), fc.uniqueArray(who, { minLength: 2, maxLength: 3 }))
      .map(([m, keys]) => ({ kind: 'threshold' as const, m, members: keys.map(keyOf) })),
  },
  { weight: 1, arbitrary: who.map((number) => person(number).principal) },
);

const item: fc.Arbitrary<EvidenceItem> = fc
  .record({ id, supersedes: seldom(id), hasNote: fc.boolean(), digest: fc.nat(99) })
  .map(({ id: number, supersedes, hasNote, digest }) => ({
    id: numbered(16, number),
    digests: new Map([[1 as const, numbered(32, digest)]]),
    salted: false,
    kind: hasNote ? 'contract' : '',
    supersedes: supersedes === null ? null : numbered(16, supersedes),
    noteHash: hasNote ? numbered(32, digest) : null,
  }));

const record = fc
  .tuple(customer, item)
  .map(([number, one]) => callBy(number, 'evidence', 'record', [itemToCbor(one)]));
const batch = fc
  .tuple(customer, id, fc.constantFrom(0, 0, 0, 0, 1, 2))
  .map(([number, name, payload]) =>
    callBy(number, 'evidence', 'batch', [numbered(16, name), payload]),
  );
const open = fc
  .tuple(administrator, who, authority, fc.option(fc.nat(9)), fc.boolean())
  .map(([number, account, keys, quota, isAdministrator]) =>
    callBy(number, 'accounts', 'open', [
      person(account).account,
      principalToCbor(keys),
      quota,
      isAdministrator,
    ]),
  );
/** The authority mostly acts too, as rules 2 want it. */
const setKeys = fc
  .tuple(customer, seldom(who), authority, seldom(fc.constant(true)))
  .map(([number, other, keys, isAlone]) => {
    const args = [person(other ?? number).account, principalToCbor(keys)];
    const call = callBy(number, 'accounts', 'set-keys', args);
    return isAlone === true ? call : { ...call, actors: [...call.actors, keys] };
  });
/** Rules that every program knows, at heights that a short chain reaches. */
const activateRules = fc
  .tuple(administrator, fc.constantFrom(...RULES.keys()), fc.nat(6))
  .map(([number, rules, height]) => callBy(number, 'chain', 'activate-rules', [rules, height]));
const setQuota = fc
  .tuple(administrator, who, fc.option(fc.nat(30)))
  .map(([number, account, quota]) =>
    callBy(number, 'accounts', 'set-quota', [person(account).account, quota]),
  );
const addQuota = fc
  .tuple(administrator, who, fc.oneof(fc.nat(30), fc.constant(Number.MAX_SAFE_INTEGER)))
  .map(([number, account, units]) =>
    callBy(number, 'accounts', 'add-quota', [person(account).account, units]),
  );
const senseless = fc.constantFrom<Call>(
  callBy(3, 'evidence', 'forget', []),
  callBy(3, 'museum', 'record', []),
  callBy(3, 'evidence', 'record', []),
  callBy(3, 'evidence', 'record', [[2]]),
  callBy(3, 'evidence', 'record', [[1, 'prose']]),
  { ...callBy(3, 'evidence', 'record', [7]), actors: [keyOf(3)] },
  callBy(3, 'accounts', 'open', [new Uint8Array(3), 0, null, false]),
);

function callBy(number: number, contract: string, method: string, args: Call['args']): Call {
  return { contract, method, args, actors: [person(number).principal] };
}

const call = fc.oneof(
  { weight: 8, arbitrary: record },
  { weight: 3, arbitrary: batch },
  { weight: 2, arbitrary: open },
  { weight: 1, arbitrary: setKeys },
  { weight: 1, arbitrary: setQuota },
  { weight: 1, arbitrary: addQuota },
  { weight: 1, arbitrary: activateRules },
  { weight: 1, arbitrary: senseless },
);

const payload: fc.Arbitrary<Payload> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(item, { minLength: 1, maxLength: 4 })
      .map((items): Payload => ({ kind: 'items', items: items.map(encodeItem) })),
  },
  { weight: 1, arbitrary: fc.constant<Payload>({ kind: 'items', items: [Uint8Array.of(1, 2)] }) },
  { weight: 1, arbitrary: fc.constant<Payload>({ kind: 'blob', bytes: new Uint8Array(3) }) },
);

const allKeys = Array.from({ length: PEOPLE }, (_, number) => number);
const signers = fc.oneof(
  { weight: 16, arbitrary: fc.constant(allKeys) },
  { weight: 2, arbitrary: fc.subarray(allKeys, { minLength: 1 }) },
);

/** Any transaction. */
export const anyDraft: fc.Arbitrary<Draft> = fc
  .record({
    calls: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(call) },
      { weight: 1, arbitrary: fc.array(call, { minLength: 2, maxLength: 4 }) },
    ),
    payloads: fc.array(payload, { minLength: 1, maxLength: 2 }),
    keys: signers,
    payer: seldom(customer),
    isVerified: fc.oneof({ weight: 20, arbitrary: fc.constant(true) }, fc.constant(false)),
  })
  .map(({ calls, payloads, keys, payer, isVerified }) => ({
    calls,
    payloads,
    signers: keys.map((number) => person(0, number)),
    content: payer === null ? {} : { payer: person(payer).principal },
    verified: isVerified,
  }));

/** The rules of block 0; those that a chain of random blocks activates later are newer. */
export const anyRules = fc.constantFrom(...RULES.keys());

/** The drafts of several blocks. */
export const anyBlocks = fc.array(fc.array(anyDraft, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 6,
});
