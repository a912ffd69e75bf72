/** The histories of spec/vectors/chains (README.md there says what each one shows). */

import assert from 'node:assert/strict';
import type { RulesTable } from '@stele/kernel/contract';
import {
  type Call,
  encodeItem,
  type EvidenceItem,
  itemToCbor,
  type Payload,
  type Principal,
  principalToCbor,
  type Submission,
} from '@stele/protocol';
import { seeded } from '../world.ts';
import { type Beginning, customer, type Customer, GoldenChain } from './golden-chain.ts';

export const OPERATOR = customer('chains/operator');
export const ALICE = customer('chains/alice');
export const BOB = customer('chains/bob');
export const CAROL = customer('chains/carol');

function item(label: string, changes: Partial<EvidenceItem> = {}): EvidenceItem {
  return {
    id: seeded(`chains/item/${label}`, 16),
    digests: new Map([[1, seeded(`chains/file/${label}`)]]),
    salted: false,
    kind: '',
    supersedes: null,
    noteHash: null,
    ...changes,
  };
}

function record(one: EvidenceItem, actors: readonly Principal[] = [ALICE.principal]): Call {
  return { contract: 'evidence', method: 'record', args: [itemToCbor(one)], actors };
}

/** What alice and bob must both sign. */
export function jointRecord(label: string): Call {
  return record(item(label), [ALICE.principal, BOB.principal]);
}

function items(label: string): Payload {
  const all = ['a', 'b', 'c'].map((letter) => encodeItem(item(`${label}/${letter}`)));
  return { kind: 'items', items: all };
}

function setKeys({ account }: Customer, to: Customer, actors: readonly Principal[]): Call {
  const args = [account, principalToCbor(to.key)];
  return { contract: 'accounts', method: 'set-keys', args, actors };
}

export function activate(rules: number, height: number, by: Customer = OPERATOR): Call {
  const args = [rules, height];
  return { contract: 'chain', method: 'activate-rules', args, actors: [by.principal] };
}

export class History {
  readonly chain: GoldenChain;

  constructor(name: string, beginning: Omit<Beginning, 'openings'> = {}) {
    const openings = [
      { customer: OPERATOR, quota: null, administrator: true },
      { customer: ALICE, quota: 40, administrator: false },
      { customer: BOB, quota: null, administrator: false },
      { customer: CAROL, quota: null, administrator: false },
    ];
    this.chain = new GoldenChain(name, { ...beginning, openings });
  }

  /** A block, and what must come of each submission. */
  block(...all: readonly (readonly [Submission, string])[]): void {
    assert.deepEqual(
      this.chain.run(...all.map(([submission]) => submission)),
      all.map(([, code]) => code),
    );
  }

  /** A record of alice's. */
  record(label: string, changes: Partial<EvidenceItem> = {}): Submission {
    return this.by([ALICE], record(item(label, changes)));
  }

  batch(label: string): Submission {
    const args = [seeded(`chains/batch/${label}`, 16), 0];
    const call = { contract: 'evidence', method: 'batch', args, actors: [ALICE.principal] };
    return this.chain.submission({ calls: [call], signers: [ALICE], payloads: [items(label)] });
  }

  by(signers: readonly Customer[], ...calls: readonly Call[]): Submission {
    return this.chain.submission({ calls, signers });
  }

  /** A record that alice and bob make together: with both signatures, and with bob's left out on the way. */
  joint(label: string): { readonly whole: Submission; readonly stripped: Submission } {
    const calls = [jointRecord(label)];
    const [whole, stripped] = this.chain.versions(
      { calls, signers: [ALICE, BOB] },
      { calls, signers: [ALICE] },
    );
    assert.ok(whole !== undefined && stripped !== undefined);
    return { whole, stripped };
  }
}

/** What every history begins with, all of it under rules 1. */
function begin(name: string, rules?: RulesTable): History {
  const history = new History(name, { known: rules });
  const first = history.record('first');
  history.block([first, ''], [history.batch('early'), '']);
  const { whole, stripped } = history.joint('before');
  const superseding = { supersedes: item('first').id };
  history.block(
    [stripped, 'SIGNER_MISSING'],
    [whole, '[DUPLICATE]'],
    [first, '[DUPLICATE]'],
    [history.record('second', superseding), ''],
    [history.record('third', superseding), 'RECORD_SUPERSEDED'],
    // To a key that has not signed: under rules 1 that is the account's own affair.
    [history.by([CAROL], setKeys(CAROL, customer('chains/carol/2'), [CAROL.principal])), ''],
  );
  return history;
}

/** 01: rules 1 and nothing else. */
export function underOne(): GoldenChain {
  const history = begin('01');
  const quota: Call = {
    contract: 'accounts',
    method: 'set-quota',
    args: [ALICE.account, 2],
    actors: [OPERATOR.principal],
  };
  history.block([history.by([OPERATOR], quota), ''], [history.batch('late'), 'QUOTA_EXCEEDED']);
  return history.chain;
}

/** 02: rules 1, and from block 5 on rules 2. */
export function oneThenTwo(): GoldenChain {
  const history = begin('02');
  history.block(
    [history.by([OPERATOR], activate(2, 3)), 'HEIGHT_NOT_AHEAD'],
    [history.by([OPERATOR], activate(1, 9)), 'RULES_NOT_NEWER'],
    [history.by([ALICE], activate(2, 9, ALICE)), 'NOT_AUTHORISED'],
    [history.by([OPERATOR], activate(2, 9)), ''],
    [history.by([OPERATOR], activate(2, 5)), ''],
  );
  history.block([history.record('last under rules 1'), '']);
  const { whole, stripped } = history.joint('after');
  const renewed = customer('chains/bob/2');
  history.block(
    [stripped, '[SIGNER_MISSING]'],
    [whole, ''],
    [history.by([BOB], setKeys(BOB, renewed, [BOB.principal])), 'AUTHORITY_NOT_ACTING'],
    [history.by([BOB, renewed], setKeys(BOB, renewed, [BOB.principal, renewed.key])), ''],
    [history.record('newest', { supersedes: item('second').id }), ''],
  );
  history.block(
    [history.batch('late'), ''],
    [history.by([OPERATOR], activate(2, 99)), 'RULES_NOT_NEWER'],
  );
  return history.chain;
}

/** 03: its next block is under rules 99. */
export function oneThenUnknown(): GoldenChain {
  return untilUnknown().chain;
}

function untilUnknown(rules?: RulesTable): History {
  const history = begin('03', rules);
  history.block([history.by([OPERATOR], activate(99, 5)), '']);
  history.block([history.record('last'), '']);
  assert.equal(history.chain.kernel.tip.rules, 99);
  return history;
}

/** 03 as it goes on with a program that knows rules 99: no vector, since what they are nobody can know. */
export function withUnknownBlock(rules: RulesTable): GoldenChain {
  const history = untilUnknown(rules);
  history.block([history.record('under rules 99'), '']);
  return history.chain;
}

/** The record that opens every history, and where it stands: the first entry of block 1. */
export const FIRST_RECORD = { item: encodeItem(item('first')), height: 1 };
