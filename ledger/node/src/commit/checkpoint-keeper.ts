/**
 * Signs the log and keeps what was signed (spec/log.md, "Checkpoint"): the log key's line and the cosigner's, one checkpoint a commit
 * group. Whoever calls it has made everything below durable.
 */

import { assert } from '@stele/base';
import {
  type ChainIdentity,
  type CheckpointSigners,
  cosignerName,
  originOf,
  signCheckpoint,
} from '@stele/protocol';

import {
  ensureStatement,
  isInForce,
  type NodeIdentity,
  type SignedStatement,
} from '../genesis/statement.ts';
import type { NodeKeys } from '../keys/key-files.ts';
import { CheckpointFile, type StoredCheckpoint } from '../storage/checkpoint-file.ts';
import type { Disk } from '../storage/disk.ts';

export interface CheckpointKeeperOptions {
  readonly disk: Disk;
  readonly chain: ChainIdentity;
  /** The one the chain is in: part of the log's origin. */
  readonly lineage: number;
  readonly identity: NodeIdentity;
  readonly keys: NodeKeys;
  /** The statement in force at start. */
  readonly statement: SignedStatement;
  /** What was signed last; undefined before the first time. */
  readonly signed: StoredCheckpoint | undefined;
}

export class CheckpointKeeper {
  readonly #options: CheckpointKeeperOptions;
  readonly #signers: CheckpointSigners;
  readonly origin: string;
  #statement: SignedStatement;
  #signed: StoredCheckpoint | undefined;
  #shown: StoredCheckpoint | undefined;
  /** From the first signature on. */
  #file: CheckpointFile | undefined;

  constructor(options: CheckpointKeeperOptions) {
    const { chain, lineage, identity, keys, statement, signed } = options;
    this.#options = options;
    this.#statement = statement;
    this.#signed = signed;
    this.#shown = signed;
    this.origin = originOf(chain.fingerprint, lineage);
    this.#signers = {
      crypto: chain.suite.crypto,
      log: keys.log,
      cosigner: keys.cosigner,
      cosignerName: cosignerName(this.origin, identity.organisation, identity.node),
    };
  }

  /** The newest checkpoint that readers are shown: what is covered by it is *proven*. */
  get shown(): StoredCheckpoint | undefined {
    return this.#shown;
  }

  /** The statement that the newest cosignature was made under. */
  get statement(): SignedStatement {
    return this.#statement;
  }

  /** Signs the log at `size` and keeps the checkpoint on the disk. Readers are not shown it before `show`. */
  async sign(size: number, root: Uint8Array, nowMs: number): Promise<void> {
    assert(size >= (this.#signed?.checkpoint.size ?? 0), 'a smaller log is never signed');
    const { disk, chain, identity, keys } = this.#options;
    if (!isInForce(this.#statement, keys, nowMs)) {
      this.#statement = await ensureStatement(disk, chain, identity, { keys, nowMs });
    }
    const checkpoint = { origin: this.origin, size, root };
    const text = signCheckpoint(this.#signers, checkpoint, Math.floor(nowMs / 1_000));
    if (this.#file === undefined) this.#file = await CheckpointFile.begin(disk, text);
    else await this.#file.write(text);
    this.#signed = { checkpoint, text };
  }

  /** Shows readers what was signed last: log and tree have come as far. */
  show(): void {
    this.#shown = this.#signed;
  }

  /** Resolves when what was signed last is durable on the disk. */
  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  /** Nothing is signed any more. */
  async close(): Promise<void> {
    await this.#file?.close();
  }
}
