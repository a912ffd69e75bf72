/** Two who want the same, over two connections: one output, two transactions, handed in at once. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { nodeCrypto, generateSigner } from '@stele/protocol/node';
import { type LedgerApi, principalFromText } from '@stele/protocol';
import {
  AssetBench,
  type AssetPerson,
  escrow,
  inputOf,
  MONEY,
  newOutput,
  outputText,
  transfer,
} from '../conformance/index.ts';
import { assetCall, connect, httpTransport, type Ledger, sign } from '../index.ts';
import { realNode, served } from './real-node.ts';

/** Of one issue. */
const PARTS = 64;
/** Races under way at once: each has two requests. */
const RACES_AT_ONCE = 16;

export interface RaceGround {
  readonly bench: AssetBench;
  /** Two clients with a connection each. */
  readonly clients: readonly [Ledger, Ledger];
  readonly classId: string;
}

export async function raceGround(context: TestContext): Promise<RaceGround> {
  const { api, operator } = await realNode(context);
  const { suite } = await connect({ api, crypto: nodeCrypto }).then(({ chain }) => chain);
  const newSigner = () => generateSigner().signer;
  const bench = await AssetBench.open({ api, suite, operator, newSigner });
  const { id: classId } = await api.assetClass(MONEY);
  return { bench, clients: [await client(context, api), await client(context, api)], classId };
}

async function client(context: TestContext, api: LedgerApi): Promise<Ledger> {
  return connect({ api: httpTransport(await served(context, api)), crypto: nodeCrypto });
}

/** One side of a race: who spends, and how. */
export interface Runner {
  readonly by: AssetPerson;
  /** The exit taken; empty: the holder spends. */
  readonly exit: string;
  /** Who gets it where no exit says so. */
  readonly to?: AssetPerson;
}

/** Runs races for `count` units, each in an output of its own; answers how many each side won. */
export async function race(
  ground: RaceGround,
  { count, isHeld, runners }: RaceOptions,
): Promise<readonly [number, number]> {
  const wins: [number, number] = [0, 0];
  for (let done = 0; done < count; done += PARTS) {
    const outputs = await issued(ground, Math.min(PARTS, count - done), isHeld);
    for (let first = 0; first < outputs.length; first += RACES_AT_ONCE) {
      const some = outputs.slice(first, first + RACES_AT_ONCE);
      const winners = await Promise.all(some.map((one) => raceFor(ground, one, runners)));
      for (const winner of winners) wins[winner]++;
    }
  }
  return wins;
}

export interface RaceOptions {
  readonly count: number;
  /** Whether each output is in a hold that alice and bob may end. */
  readonly isHeld: boolean;
  readonly runners: readonly [Runner, Runner];
}

interface Prize {
  readonly key: string;
  readonly guard: string;
}

async function issued(
  { bench, classId }: RaceGround,
  count: number,
  isHeld: boolean,
): Promise<readonly Prize[]> {
  const { alice, bob } = bench;
  const to = isHeld ? escrow(alice, bob) : { party: alice.text };
  const part = { attributes: [], amount: '1', to, payload: null };
  const parts = Array.from({ length: count }, () => part);
  const args = { class: classId, parts, inputs: [], change: [] };
  const { index = 0 } = await bench.done({ method: 'issue', args, by: bench.issuer });
  const { guard } = await bench.api.output(outputText(index, 0, 0));
  return parts.map((_, place) => ({ key: outputText(index, 0, place).slice(4), guard }));
}

/** The number of the side that won; exactly one has. */
async function raceFor(
  { clients }: RaceGround,
  prize: Prize,
  runners: RaceOptions['runners'],
): Promise<0 | 1> {
  const codes = await Promise.all(
    clients.map((one, i) => run(one, prize, runners[i] ?? runners[0])),
  );
  assert.deepEqual(codes.toSorted(), ['', 'OUTPUT_UNKNOWN'], 'exactly one wins');
  return codes[0] === '' ? 0 : 1;
}

async function run(client: Ledger, { key, guard }: Prize, runner: Runner): Promise<string> {
  const { by, exit, to } = runner;
  const input = { output: { key: { key, guard } }, exit, preimage: null };
  const outputs = to === undefined ? [] : [{ like: 0, amount: '1', to: { party: to.text } }];
  const call = assetCall('transfer', [principalFromText(by.text)], { inputs: [input], outputs });
  const { submission } = sign(client.draft({ calls: [call] }), [by.signer]);
  const { code } = await client.transport.submit(submission, {
    wait: 'committed',
    timeoutMs: 30_000,
  });
  return code ?? 'NOT_COMMITTED';
}

/** What is left to whom, as `amount held`. */
export async function holdings({ bench }: RaceGround, person: AssetPerson): Promise<string> {
  const { items } = await bench.api.balances({ account: person.text });
  return items.map(({ amount, held }) => `${amount} ${held}`).join() || '0 0';
}

const UNITS = 100;

/** Moves all that alice has to herself, `count` times, while others look at it; answers how often they did. */
export async function watched({ bench, clients }: RaceGround, count: number): Promise<number> {
  const { alice } = bench;
  const account = alice.text;
  await bench.issue(alice, [UNITS - 1, 1]);
  let isMoving = true;
  const look = async ({ transport }: Ledger): Promise<number> => {
    let looks = 0;
    for (; isMoving; looks++) {
      const [outputs, balances] = [
        await transport.outputs({ account }),
        await transport.balances({ account }),
      ];
      const sum = outputs.items.reduce((all, { amount }) => all + Number(amount), 0);
      assert.equal(sum, UNITS);
      assert.deepEqual(
        balances.items.map(({ amount }) => amount),
        [String(UNITS)],
      );
    }
    return looks;
  };
  const looking = Promise.all(clients.map(look));
  try {
    for (let i = 0; i < count; i++) {
      const { items } = await bench.api.outputs({ account });
      const outputs = [newOutput(1 + (i % 9), alice), newOutput(UNITS - 1 - (i % 9), alice)];
      await bench.done(
        transfer(
          alice,
          items.map((one) => inputOf(one)),
          outputs,
        ),
      );
    }
  } finally {
    isMoving = false;
  }
  return (await looking).reduce((all, one) => all + one, 0);
}
