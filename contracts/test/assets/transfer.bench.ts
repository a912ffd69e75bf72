/**
 * What a transfer of two inputs and two outputs costs the thread that executes, when signatures were verified elsewhere and rows are in
 * memory: `node contracts/test/assets/transfer.bench.ts [blocks]`. What the contract's own code takes of it is told apart.
 */

import { type Contract } from '@stele/kernel/contract';
import type { Candidate } from '@stele/kernel';
import { person, TestChain } from '@stele/kernel/test';
import { decodeEffect, type Effect } from '@stele/protocol';
import { builtinContracts } from '../../src/index.ts';
import { guardOf } from '../../src/assets/ids.ts';
import { assetsCall, classOf, definition, part, sha256, textOf, to } from './world.ts';

const PAIRS = 2_000;
const HOLDERS = 64;
const WARM_UP_BLOCKS = 5;

const holders = Array.from({ length: HOLDERS }, (_, i) => person(10 + i));
const [founder = person(10)] = holders;
const openings = holders.map((one) => ({ person: one, administrator: one === founder }));
const ROLES = [{ name: 'issuer', is: textOf(founder) }];

const spentUs = { inContract: 0 };

/** The contracts, with what their methods take added up. */
function timed(contract: Contract): Contract {
  const methods = [...contract.methods].map(([name, method]) => {
    const run: typeof method.run = (context, args) => {
      const started = process.threadCpuUsage();
      try {
        return method.run(context, args);
      } finally {
        const { user, system } = process.threadCpuUsage(started);
        spentUs.inContract += user + system;
      }
    };
    return [name, { ...method, run }] as const;
  });
  return { ...contract, methods: new Map(methods) };
}

/** Two outputs of one holder. */
interface Pair {
  readonly holder: number;
  readonly outputs: readonly Effect[];
}

const chain = await TestChain.create({ contracts: builtinContracts.map(timed), openings });
await chain.run({
  calls: [assetsCall('define', definition('coin', { kind: 'money', roles: ROLES }), founder)],
  signers: [founder],
});

async function issuePairs(): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < PAIRS / 32; i++) {
    const holder = i % HOLDERS;
    const one = holders[holder] ?? founder;
    const parts = Array.from({ length: 64 }, () => part(to(one), 1_000_000n));
    const args = { class: classOf('coin'), parts, inputs: [], change: [] };
    await chain.run({ calls: [assetsCall('issue', args, founder)], signers: [founder] });
    pairs.push(...pairsIn(effectsOf(), () => holder));
  }
  return pairs;
}

function effectsOf(): Effect[] {
  const effects = (chain.blocks.at(-1)?.effects ?? []).map((bytes) => decodeEffect(bytes));
  return effects.filter(({ kind, table }) => kind === 'put' && table === 'outputs');
}

function pairsIn(effects: readonly Effect[], holderOf: (pair: number) => number): Pair[] {
  return Array.from({ length: effects.length / 2 }, (_, i) => ({
    holder: holderOf(i),
    outputs: effects.slice(2 * i, 2 * i + 2),
  }));
}

/** Half of it to somebody else, and the other half to the holder: the change, for the next block. */
function candidateOf({ holder, outputs }: Pair): Candidate {
  const one = holders[holder] ?? founder;
  const other = holders[(holder + 1) % HOLDERS] ?? founder;
  const inputs = outputs.map(({ key, value }) => ({
    output: {
      key: {
        key: Buffer.from(key).toString('hex'),
        guard: Buffer.from(guardOf(sha256, value ?? new Uint8Array(0))).toString('hex'),
      },
    },
  }));
  const made = [other, other].map((owner, like) => ({ like, amount: '1000000', to: to(owner) }));
  return chain.candidate({
    calls: [assetsCall('transfer', { inputs, outputs: made }, one)],
    signers: [one],
  });
}

const blocks = Number(process.argv[2] ?? 30);
const wholeUs: number[] = [];
const ownUs: number[] = [];
let pairs = await issuePairs();
for (let i = 0; i < blocks + WARM_UP_BLOCKS; i++) {
  const candidates = pairs.map(candidateOf);
  spentUs.inContract = 0;
  const started = process.threadCpuUsage();
  const block = chain.execute(candidates);
  const { user, system } = process.threadCpuUsage(started);
  wholeUs.push((user + system) / candidates.length);
  ownUs.push(spentUs.inContract / candidates.length);
  if (block === undefined || block.results.some(({ code }) => code !== '')) process.exitCode = 1;
  if (block !== undefined) await chain.take(block);
  const before = pairs;
  pairs = pairsIn(effectsOf(), (pair) => ((before[pair]?.holder ?? 0) + 1) % HOLDERS);
}

function report(what: string, all: readonly number[]): void {
  const sorted = all.slice(WARM_UP_BLOCKS).toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  process.stdout.write(`${what}: ${at(0.1)} µs best tenth, ${at(0.5)} µs median\n`);
}

report('a transfer, two inputs and two outputs', wholeUs);
report('of it in the contract', ownUs);
