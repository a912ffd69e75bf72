/**
 * What a simple evidence transaction costs the main thread, when its signatures were verified and its bytes inspected elsewhere:
 * `node ledger/kernel/test/execution.bench.ts [blocks]`. Once with the suite's hashing and once with hashing that costs nothing, so that
 * what is ours can be told from what is the library's. Quotas are on, so each transaction puts two rows.
 */

import { builtinContracts } from '@stele/contracts';
import { encodeItem, itemToCbor, PAYLOAD_ITEMS_MAX, suiteOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { type Candidate, type Kernel, MemoryStore, openKernel } from '../src/index.ts';
import { numbered, person } from './person.ts';
import { charterFor, openCall, TestChain } from './test-chain.ts';

const TRANSACTIONS = 2_000;
const CUSTOMERS = 64;
const WARM_UP_BLOCKS = 5;

const customers = Array.from({ length: CUSTOMERS }, (_, i) => person(i));
const openings = customers.map((one) => ({ person: one, quota: 1_000_000_000 }));

const hashing = { isFree: false, count: 0 };
const SOME_HASH = new Uint8Array(32).fill(7);
const suite = suiteOf('intl', {
  ...nodeCrypto,
  hash(algorithm, bytes) {
    hashing.count++;
    return hashing.isFree ? SOME_HASH : nodeCrypto.hash(algorithm, bytes);
  },
});

async function openBenchKernel(): Promise<Kernel> {
  const setup = openings.map(openCall);
  const store = new MemoryStore();
  const options = { suite, genesis: charterFor(setup), contracts: builtinContracts, store };
  const kernel = openKernel(options);
  const block = kernel.genesisBlock(setup);
  kernel.apply(block);
  await store.write(block.operations);
  kernel.persisted(0);
  return kernel;
}

function candidatesOf(chain: TestChain, number: number): Candidate[] {
  const first = number * TRANSACTIONS;
  return Array.from({ length: TRANSACTIONS }, (_, i) => {
    const one = customers[i % CUSTOMERS] ?? person(0);
    const item = itemToCbor({
      id: numbered(16, first + i),
      digests: new Map([[1, numbered(32, first + i)]]),
      salted: false,
      kind: 'contract',
      supersedes: null,
      noteHash: numbered(32, i),
    });
    const call = { contract: 'evidence', method: 'record', args: [item], actors: [one.principal] };
    return chain.candidate({ calls: [call], signers: [one] });
  });
}

/** A batch of as many items as a payload may have. */
function batchOf(chain: TestChain, number: number): Candidate {
  const items = Array.from({ length: PAYLOAD_ITEMS_MAX }, (_, i) =>
    encodeItem({
      id: numbered(16, number * PAYLOAD_ITEMS_MAX + i),
      digests: new Map([[1, numbered(32, i)]]),
      salted: false,
      kind: '',
      supersedes: null,
      noteHash: numbered(32, i),
    }),
  );
  const one = person(0);
  const args = [numbered(16, number), 0];
  const call = { contract: 'evidence', method: 'batch', args, actors: [one.principal] };
  return chain.candidate({ calls: [call], signers: [one], payloads: [{ kind: 'items', items }] });
}

/** Microseconds a transaction of each block, executed and applied. */
async function measure(
  blocks: number,
  isHashingFree: boolean,
  blockOf: (chain: TestChain, number: number) => readonly Candidate[],
): Promise<number[]> {
  const chain = await TestChain.create({ contracts: builtinContracts, openings });
  const kernel = await openBenchKernel();
  const spentUs: number[] = [];
  for (let i = 0; i < blocks + WARM_UP_BLOCKS; i++) {
    const candidates = blockOf(chain, i);
    const { timeMs } = kernel.tip;
    const input = { timeMs: timeMs + 1, epoch: 0, engineHeight: i, sealed: false, candidates };
    hashing.isFree = isHashingFree && i > 0; // the first block fills the cache of key hashes
    const startedMs = performance.now();
    const block = kernel.executeBlock(input);
    if (block !== undefined) kernel.apply(block);
    spentUs.push((performance.now() - startedMs) * 1000);
    hashing.isFree = false;
    if (block !== undefined) kernel.persisted(block.height); // nothing reads these rows again
  }
  return spentUs.slice(WARM_UP_BLOCKS);
}

function report(what: string, spentUs: readonly number[], count: number): void {
  const sorted = spentUs.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    ((sorted[Math.floor(sorted.length * share)] ?? 0) / count).toFixed(2);
  process.stdout.write(`${what}: ${at(0.1)} µs best tenth, ${at(0.5)} µs median\n`);
}

const blocks = Number(process.argv[2] ?? 30);
report('a record', await measure(blocks, false, candidatesOf), TRANSACTIONS);
const hashes = hashing.count / (blocks + WARM_UP_BLOCKS) / TRANSACTIONS;
process.stdout.write(`  of it hashes: ${hashes.toFixed(1)}\n`);
report('a record without hashing', await measure(blocks, true, candidatesOf), TRANSACTIONS);
const batch = (chain: TestChain, number: number): Candidate[] => [batchOf(chain, number)];
report('an item of a batch', await measure(blocks, false, batch), PAYLOAD_ITEMS_MAX);
report('an item of a batch without hashing', await measure(blocks, true, batch), PAYLOAD_ITEMS_MAX);
