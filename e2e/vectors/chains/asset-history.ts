/** 04 of spec/vectors/chains: rules 2, and from block 3 on rules 3, as the setup says; assets, holds, and timers that end them. */

import assert from 'node:assert/strict';
import { toHex } from '@stele/base';
import { assets, classId, fillTemplate, guardOf, outputKey, templateOf } from '@stele/contracts';
import { argumentsFromJson, type Json, type JsonObject } from '@stele/kernel/contract';
import { type Call, principalToText, type Submission } from '@stele/protocol';
import { suite } from '../world.ts';
import { type Customer, type GoldenChain, MADE_MS } from './golden-chain.ts';
import { activate, ALICE, BOB, CAROL, History, OPERATOR } from './histories.ts';

const GOODS = toHex(classId(suite.H, 'museum', 'grain'));
const NONE = new Uint8Array(0);

function call(method: string, args: JsonObject, ...actors: readonly Customer[]): Call {
  const found = assets.methods.get(method) ?? assert.fail(method);
  return {
    contract: 'assets',
    method,
    args: argumentsFromJson(found, args),
    actors: actors.map(({ principal }) => principal),
  };
}

const textOf = ({ principal }: Customer): string => principalToText(principal);

function define(): Call {
  const byIssuer = ['issuer'];
  const moves: [string, readonly string[]][] = [
    ['issue', byIssuer],
    ['freeze', byIssuer],
    ['transfer', []],
    ['pledge', []],
    ['redeem', byIssuer],
  ];
  return call(
    'define',
    {
      organisation: 'museum',
      name: 'grain',
      kind: 'right',
      scale: 3,
      attributes: [{ name: 'grade', type: 'identifier' }],
      set: null,
      fields: [],
      states: [],
      steps: [],
      roles: [{ name: 'issuer', is: textOf(CAROL) }],
      moves: moves.map(([move, by]) => ({ move, by })),
      holders: null,
      limits: {
        supply: '1000000',
        perHolder: null,
        partMin: '10',
        depthMax: null,
        rest: null,
        forValue: 'always',
        spends: null,
      },
      hook: '',
      countersigner: null,
      terms: null,
    },
    OPERATOR,
  );
}

function issue(amount: string): Call {
  const part = { attributes: ['a'], amount, to: { party: textOf(ALICE) }, payload: null };
  return call('issue', { class: GOODS, parts: [part], inputs: [], change: [] }, CAROL);
}

/** Alice's, and from so long after the beginning on Bob's by itself. */
function releasedAfter(ms: number): JsonObject {
  const values = { giver: textOf(ALICE), receiver: textOf(BOB), day: String(MADE_MS + ms) };
  return { hold: fillTemplate(templateOf('timed-release'), values) };
}

/** What spends the outputs of one history. */
class Spender {
  readonly #chain: GoldenChain;

  constructor(chain: GoldenChain) {
    this.#chain = chain;
  }

  /** Of what the first call of an entry has made: the entries of a block are counted from 0. */
  key(height: number, entry: number, place = 0): Uint8Array {
    const { firstIndex } = this.#chain.blocks[height]?.header ?? assert.fail();
    return outputKey({ index: firstIndex + entry, call: 0, place });
  }

  input(key: Uint8Array, exit = ''): JsonObject {
    const row = this.#chain.kernel.row('assets', 'outputs', key)?.value ?? NONE;
    const guard = toHex(guardOf(suite.H, row));
    return { output: { key: { key: toHex(key), guard } }, exit, preimage: null };
  }

  transfer(by: Customer, key: Uint8Array, outputs: readonly (readonly [string, Json])[]): Call {
    const made = outputs.map(([amount, to]) => ({ like: 0, amount, to }));
    return call('transfer', { inputs: [this.input(key)], outputs: made }, by);
  }
}

const party = (one: Customer): JsonObject => ({ party: textOf(one) });

function freeze(key: Uint8Array): Call {
  const args = { handle: { output: toHex(key) }, level: 'platform', reference: '0d'.repeat(32) };
  return call('mark', args, CAROL);
}

/** Before rules 3 there is no contract `assets`. */
function beforeAssets(history: History): void {
  history.block(
    [history.record('first'), ''],
    [history.by([OPERATOR], define()), 'CALL_UNKNOWN'],
    [history.by([OPERATOR], activate(2, 9)), 'RULES_NOT_NEWER'],
  );
  history.block([history.record('last under rules 2'), '']);
}

/** Three parts are held until three times, the fourth is left. Answers what Alice would spend twice. */
function holdParts(history: History, spender: Spender): Submission {
  const [issued] = [spender.key(3, 1)];
  const parts: [string, Json][] = [
    ['400', releasedAfter(7_000)],
    ['300', releasedAfter(7_000)],
    ['200', releasedAfter(9_000)],
    ['100', party(ALICE)],
  ];
  const tooSmall: [string, Json][] = [
    ['995', party(ALICE)],
    ['5', party(BOB)],
  ];
  const again = history.by([ALICE], spender.transfer(ALICE, issued, [['1000', party(BOB)]]));
  history.block(
    [history.by([ALICE], spender.transfer(ALICE, issued, tooSmall)), 'PART_TOO_SMALL'],
    [history.by([BOB], spender.transfer(BOB, issued, parts)), 'HOLDER_NOT_ACTING'],
    [history.by([ALICE], spender.transfer(ALICE, issued, parts)), ''],
    [again, 'OUTPUT_UNKNOWN'],
  );
  return again;
}

export function twoThenThree(): GoldenChain {
  const history = new History('04', { first: 2, setup: [activate(3, 3)] });
  const { chain } = history;
  const spender = new Spender(chain);
  beforeAssets(history);
  history.block(
    [history.by([OPERATOR], define()), ''],
    [history.by([CAROL], issue('1000')), ''],
    [history.by([CAROL], issue('999001')), 'SUPPLY_EXCEEDED'],
  );
  const again = holdParts(history, spender);
  const [released, frozen] = [spender.key(4, 2, 0), spender.key(4, 2, 1)];
  history.block(
    [history.by([CAROL], freeze(frozen)), ''],
    [history.by([ALICE], spender.transfer(ALICE, released, [['400', party(ALICE)]])), 'HELD'],
    [again, '[DUPLICATE]'],
  );
  history.block([history.record('before the timers'), '']);
  // Two are due: one goes over, the other one is frozen and stays. Nobody can have seen in time what is made there.
  const made = outputKey({ index: chain.kernel.tip.logSize, call: 0, place: 0 });
  const early = history.by([BOB], spender.transfer(BOB, made, [['400', party(CAROL)]]));
  history.block([early, 'OUTPUT_DIFFERS'], [history.record('after the timers'), '']);
  history.block([history.by([BOB], spender.transfer(BOB, made, [['400', party(CAROL)]])), '']);
  // Of the block of this time nothing but the timer is left.
  history.block();
  assert.equal(chain.kernel.nextTimerAtMs, undefined);
  const timers = chain.blocks.map(({ entries, results }) => entries.length - 1 - results.length);
  assert.deepEqual(timers.slice(1), [0, 0, 0, 0, -1, 0, 2, 0, 1]);
  return chain;
}
