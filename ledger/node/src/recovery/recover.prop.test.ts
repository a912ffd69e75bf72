/**
 * Loss of power at any moment: whatever of the unsynced bytes survives, a start finds a chain that is a prefix of what was made and
 * holds everything that was acknowledged.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { equal } from '@stele/base';
import type { Block } from '@stele/kernel';
import { RULES } from '@stele/kernel/contract';
import { checkpointText } from '@stele/protocol';
import fc from 'fast-check';

import { CheckpointFile } from '../storage/checkpoint-file.ts';
import { FaultyDisk } from '../test/faulty-disk.ts';
import { MemoryChain, silentLog } from '../test/memory-chain.ts';
import { MemoryState } from '../test/memory-state.ts';
import { recover, type Recovered } from './recover.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const runs = isDeep ? 2_000 : 150;

class PowerLoss extends Error {}

/** What happens to one folder until the power goes, and what was acknowledged by then. */
class Machine {
  readonly chain: MemoryChain;
  readonly disk: FaultyDisk;
  readonly state: MemoryState;
  /** Every entry ever written, in order. */
  entries: Uint8Array[];
  acknowledged: number;
  #checkpoints: CheckpointFile | undefined;

  constructor(chain: MemoryChain, disk = new FaultyDisk(), state = new MemoryState()) {
    this.chain = chain;
    this.disk = disk;
    this.state = state;
    this.entries = [];
    this.acknowledged = 0;
  }

  recover(): Promise<Recovered> {
    const { disk, state, chain } = this;
    return recover({ disk, state, chain: chain.definition, log: silentLog });
  }

  /** Recovers, makes block 0 in an empty folder, and signs, all as the node does before it takes anything. */
  async start(): Promise<Recovered> {
    const recovered = await this.recover();
    const { kernel } = recovered;
    if (kernel.tip.height < 0) {
      this.entries = [];
      const genesis = kernel.genesisBlock(this.chain.setup);
      kernel.apply(genesis);
      await this.commit(recovered, [genesis]);
    } else {
      const { logSize, logRange } = kernel.tip;
      await this.#sign(logSize, logRange.root());
    }
    return recovered;
  }

  async #sign(size: number, root: Uint8Array): Promise<void> {
    const text = signed(checkpointText({ origin: 'stele/test', size, root }));
    if (this.#checkpoints === undefined) {
      this.#checkpoints = await CheckpointFile.begin(this.disk, text);
    } else {
      await this.#checkpoints.write(text);
    }
  }

  /** Commits a group as the committer does, and counts what its callers would have been told. */
  async commit({ storage, kernel }: Recovered, blocks: readonly Block[]): Promise<void> {
    this.entries.push(...blocks.flatMap((block) => block.entries));
    await storage.writeTruth(blocks);
    await storage.writeDerived(blocks);
    const { size, root } = blocks.at(-1) ?? assert.fail();
    await this.#sign(size, root);
    this.acknowledged = size;
    kernel.persisted(storage.height);
  }
}

/** Recovery reads what a checkpoint says, and leaves its signatures to those who were not there. */
function signed(text: string): string {
  return `${text}\n— stele/test AAAAAAAA\n`;
}

function blocksOf(machine: Machine, { kernel }: Recovered, sizes: readonly number[]): Block[] {
  return sizes.map((size) => {
    const block = machine.chain.nextBlock(kernel, size);
    kernel.apply(block);
    return block;
  });
}

async function readAll({ storage }: Recovered): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (let index = 0; index < storage.log.size; index++) {
    entries.push(await storage.log.entry(index));
  }
  return entries;
}

function isPrefix(entries: readonly Uint8Array[], all: readonly Uint8Array[]): boolean {
  return entries.every((entry, i) => equal(entry, all[i] ?? new Uint8Array(0)));
}

const group = fc.record({
  blocks: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  syncsDerived: fc.boolean(),
});
const life = fc.record({
  groups: fc.array(group, { minLength: 1, maxLength: 4 }),
  /** After how many changes of the disk the power goes. */
  changes: fc.nat({ max: 60 }),
  choices: fc.infiniteStream(fc.nat()),
  losesPower: fc.boolean(),
});

async function live(
  machine: Machine,
  {
    groups,
    changes,
  }: { groups: readonly { blocks: readonly number[]; syncsDerived: boolean }[]; changes: number },
): Promise<void> {
  let left = changes;
  machine.disk.onChange = () => {
    if (left-- <= 0) throw new PowerLoss();
  };
  try {
    const running = await machine.start();
    for (const { blocks, syncsDerived } of groups) {
      await machine.commit(running, blocksOf(machine, running, blocks));
      if (syncsDerived) await running.storage.syncDerived();
    }
  } catch (error) {
    if (!(error instanceof PowerLoss)) throw error;
  }
}

/** A chain that begins under older rules comes to newer ones on the way. */
const anyRules = fc.constantFrom(...RULES.keys());

test('a chain survives any number of losses of power', async (t) => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: 1, maxLength: 4 }),
      anyRules,
      async (lives, rules) => {
        cases++;
        let machine = new Machine(new MemoryChain(1, rules));
        for (const one of lives) {
          await live(machine, one);
          const choose = (limit: number): number => one.choices.next().value % limit;
          const disk = one.losesPower ? machine.disk.crash(choose) : machine.disk.survive();
          const state = one.losesPower
            ? await machine.state.crash(choose)
            : machine.state.survive();
          const next = new Machine(machine.chain, disk, state);
          const recovered = await next.recover();
          const entries = await readAll(recovered);
          assert.ok(entries.length >= machine.acknowledged, 'everything acknowledged is there');
          assert.ok(isPrefix(entries, machine.entries), 'nothing is there that was not made');
          assert.equal(recovered.kernel.tip.logSize, entries.length);
          next.entries = entries;
          next.acknowledged = entries.length;
          machine = next;
        }
      },
    ),
    { numRuns: runs },
  );
  t.diagnostic(`cases: losses of power ${String(cases)}`);
});
