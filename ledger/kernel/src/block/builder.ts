/**
 * Makes a block of what execution leaves behind: entries with their outcomes, effects, header, and the operations that keep it all
 * (spec/block.md). Which entries there are is decided by the callers: genesis.ts and transactions.ts.
 */

import { assert } from '@stele/base';
import {
  type CompactRange,
  EFFECT_BYTES_MAX,
  encodeEffect,
  encodeEntry,
  encodeHeader,
  ENTRY_BYTES_MAX,
  type Header,
  leafHash,
  type Outcome,
  type Payload,
  rootOf,
  type Suite,
} from '@stele/protocol';
import type { Result } from '../execution/candidate.ts';
import { type Activation, activationIn } from '../execution/chain-contract.ts';
import { BlockState } from '../state/block-state.ts';
import type { ExecutedState, Layer } from '../state/executed-state.ts';
import type { LiveBits, LivePlan } from '../state/live-bits.ts';
import type { Tip } from '../state/tip.ts';
import type { Block, BlockPayloads } from './block.ts';
import { operationsOf } from './operations.ts';

/** What a chain is and where it stands. */
export interface Chain {
  readonly suite: Suite;
  readonly fingerprint: Uint8Array;
  readonly executed: ExecutedState;
  readonly live: LiveBits;
  readonly tip: Tip;
}

/** What a block's header says that does not follow from execution. */
export interface Decided {
  readonly timeMs: number;
  readonly epoch: number;
  readonly engineHeight: number;
  readonly sealed: boolean;
  /** H of the charter in force after the block. */
  readonly charter: Uint8Array;
}

export class BlockBuilder {
  readonly height: number;
  readonly timeMs: number;
  readonly firstIndex: number;
  readonly state: BlockState;
  readonly #chain: Chain;
  readonly #decided: Decided;
  readonly #entries: Uint8Array[] = [];
  readonly #leafHashes: Uint8Array[] = [];
  readonly #payloads: BlockPayloads[] = [];

  constructor(chain: Chain, decided: Decided) {
    const { tip } = chain;
    assert(decided.timeMs > tip.timeMs || tip.height < 0, 'block time moves on');
    this.height = tip.height + 1;
    this.timeMs = decided.timeMs;
    this.firstIndex = tip.logSize;
    this.state = new BlockState(chain.executed, tip.effectCount);
    this.#chain = chain;
    this.#decided = decided;
  }

  /** Entries so far. */
  get entryCount(): number {
    return this.#entries.length;
  }

  /** Index of the next entry. */
  get nextIndex(): number {
    return this.firstIndex + this.#entries.length;
  }

  /** Runs what makes the next entry; `execute` answers the outcome's code. The entry's effects are those it leaves. */
  entry(kind: 'transaction' | 'system', content: Uint8Array, execute: () => string): string {
    const { state } = this;
    state.position = this.entryCount;
    const firstEffect = state.nextEffect;
    const code = execute();
    state.settle();
    const outcome: Outcome = {
      height: this.height,
      index: this.nextIndex,
      timeMs: this.timeMs,
      code,
      firstEffect,
      effectCount: state.nextEffect - firstEffect,
    };
    this.#append(encodeEntry({ kind, content, outcome }));
    return code;
  }

  /** Keeps the payloads of the entry made last. */
  keepPayloads(payloads: readonly Payload[]): void {
    if (payloads.length > 0) this.#payloads.push({ index: this.nextIndex - 1, payloads });
  }

  /** Ends the block with its header. */
  finish(results: readonly Result[]): Block {
    const { fingerprint, live, tip } = this.#chain;
    const effects = this.state.effects.map((effect) => {
      const bytes = encodeEffect(effect);
      assert(bytes.length <= EFFECT_BYTES_MAX, 'an effect is at most 65 535 bytes');
      return bytes;
    });
    const plan = live.plan(liveChangeOf(this.state));
    const header = this.#header(effects, plan);
    this.#append(encodeEntry({ kind: 'header', content: encodeHeader(header) }));
    const logRange = this.#extended();
    const layer: Layer = {
      height: this.height,
      slots: this.state.slots,
      transactions: this.state.transactions,
      filed: this.state.filed,
      unfiled: this.state.unfiled,
    };
    const ended = this.state.dead;
    const to = tipAfter(header, logRange, activationIn(this.state));
    return {
      height: this.height,
      header,
      entries: this.#entries,
      leafHashes: this.#leafHashes,
      payloads: this.#payloads,
      effects,
      operations: operationsOf({ fingerprint, header, effects, layer, ended, live: plan, tip: to }),
      results,
      size: logRange.size,
      root: logRange.root(),
      advance: { from: tip, to, layer, live: plan },
    };
  }

  #append(entry: Uint8Array): void {
    assert(entry.length <= ENTRY_BYTES_MAX, 'an entry is at most 65 535 bytes');
    this.#entries.push(entry);
    this.#leafHashes.push(leafHash(this.#chain.suite.logHash, entry));
  }

  #header(effects: readonly Uint8Array[], live: LivePlan): Header {
    const { suite, tip } = this.#chain;
    const { timeMs, epoch, engineHeight, sealed, charter } = this.#decided;
    const leaves = effects.map((effect) => leafHash(suite.H, effect));
    return {
      height: this.height,
      firstIndex: this.firstIndex,
      previousRoot: tip.logRange.root(),
      timeMs,
      epoch,
      engineHeight,
      sealed,
      rules: tip.rules,
      firstEffect: this.state.firstEffect,
      effectCount: effects.length,
      effectsRoot: rootOf(suite.H, leaves),
      liveRoot: live.root,
      charter,
      suiteRoot: null,
      extensions: new Map(),
    };
  }

  #extended(): CompactRange {
    const range = this.#chain.tip.logRange.clone();
    for (const leaf of this.#leafHashes) range.append(leaf);
    return range;
  }
}

function liveChangeOf({ effects, firstEffect, nextEffect, dead }: BlockState): {
  effectCount: number;
  born: readonly number[];
  dead: readonly number[];
} {
  const born: number[] = [];
  effects.forEach(({ kind }, i) => {
    if (kind === 'put') born.push(firstEffect + i);
  });
  return { effectCount: nextEffect, born, dead };
}

function tipAfter(header: Header, logRange: CompactRange, activation: Activation | undefined): Tip {
  const { height, timeMs, charter, epoch, engineHeight } = header;
  const isDue = activation?.height === height + 1;
  return {
    height,
    timeMs,
    logSize: logRange.size,
    logRange,
    effectCount: header.firstEffect + header.effectCount,
    charter,
    rules: isDue ? activation.rules : header.rules,
    activation,
    epoch,
    engineHeight,
  };
}
