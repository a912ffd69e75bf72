/**
 * The transactions that wait for signatures: in memory, and each in a file of its own that is durable before anybody is told. Bounded,
 * for each who hands in and in all. Changes are made one after the other, so that of two who add at once none is lost.
 */

import { type CodedError, type Log, rejection } from '@stele/base';
import type { ChainIdentity } from '@stele/protocol';

import {
  INBOX_BYTES_MAX,
  INBOX_COUNT_MAX,
  INBOX_SHARE_BYTES_MAX,
  INBOX_SHARE_COUNT_MAX,
} from '../../limits.ts';
import type { Disk } from '../../storage/disk.ts';
import { INBOX_FOLDER } from '../../storage/layout.ts';
import {
  decodePending,
  encodePending,
  isPendingName,
  pendingPath,
  type PendingTransaction,
} from './pending-file.ts';
import { Shares, sum } from './shares.ts';

interface Kept {
  readonly pending: PendingTransaction;
  /** Of its file. */
  readonly bytes: number;
}

export class Inbox {
  readonly #disk: Disk;
  readonly #kept = new Map<string, Kept>();
  readonly #shares = new Shares();
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** What the folder holds. Files that are not what was written are told of and removed: their senders have the transaction. */
  static async open(disk: Disk, chain: ChainIdentity, log: Log): Promise<Inbox> {
    const inbox = new Inbox(disk);
    for (const name of await disk.list(INBOX_FOLDER)) {
      const bytes = isPendingName(name) ? await disk.read(`${INBOX_FOLDER}/${name}`) : undefined;
      const pending = bytes === undefined ? undefined : decodePending(chain, name, bytes);
      if (bytes !== undefined && pending !== undefined) {
        inbox.#set({ pending, bytes: bytes.length });
        continue;
      }
      log.warn('a file of the inbox cannot be read and is removed', { file: name });
      await disk.remove(`${INBOX_FOLDER}/${name}`);
    }
    return inbox;
  }

  get(id: string): PendingTransaction | undefined {
    return this.#kept.get(id)?.pending;
  }

  /** By when they were handed in. */
  all(): readonly PendingTransaction[] {
    const all = [...this.#kept.values()].map(({ pending }) => pending);
    return all.toSorted((a, b) => a.handedInMs - b.handedInMs || (a.id < b.id ? -1 : 1));
  }

  /** Puts what `change` makes of the transaction as it is; durable when this resolves. Rejects with INBOX_FULL, INBOX_SHARE_FULL. */
  put(
    id: string,
    change: (now: PendingTransaction | undefined) => PendingTransaction,
  ): Promise<PendingTransaction> {
    return this.#inTurn(async () => {
      const now = this.get(id);
      const next = change(now);
      if (next === now) return next;
      const bytes = encodePending(next);
      const kept = { pending: next, bytes: bytes.length };
      this.#requireRoom(kept);
      if (this.#kept.size === 0) await this.#disk.makeFolder(INBOX_FOLDER, { isSecret: true });
      await this.#disk.replace(pendingPath(id), bytes, { isSecret: true });
      this.#set(kept);
      return next;
    });
  }

  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#kept.has(id)) return;
      await this.#disk.remove(pendingPath(id));
      this.#unset(id);
    });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#changing.then(act);
    this.#changing = turn.catch(() => undefined);
    return turn;
  }

  #set(kept: Kept): void {
    const { pending, bytes } = kept;
    this.#unset(pending.id);
    this.#kept.set(pending.id, kept);
    this.#shares.add(pending.by, { count: 1, bytes });
  }

  #unset(id: string): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    this.#kept.delete(id);
    this.#shares.add(kept.pending.by, { count: -1, bytes: -kept.bytes });
  }

  /** For what is to take the place of what is kept under its id. */
  #requireRoom({ pending, bytes }: Kept): void {
    const now = this.#kept.get(pending.id);
    const change = { count: now === undefined ? 1 : 0, bytes: bytes - (now?.bytes ?? 0) };
    const inAll = sum(this.#shares.all, change);
    if (inAll.count > INBOX_COUNT_MAX || inAll.bytes > INBOX_BYTES_MAX) throw inboxFull();
    const share = sum(this.#shares.of(pending.by), change);
    if (share.count > INBOX_SHARE_COUNT_MAX || share.bytes > INBOX_SHARE_BYTES_MAX) {
      throw shareFull();
    }
  }
}

function inboxFull(): CodedError {
  return rejection('INBOX_FULL', 'the node keeps as many unsigned transactions as it can', {
    action: 'Try again when some are signed or no longer valid.',
    data: { limit: 'INBOX_COUNT_MAX, INBOX_BYTES_MAX' },
  });
}

function shareFull(): CodedError {
  return rejection('INBOX_SHARE_FULL', 'you have as many transactions waiting as one may have', {
    action: 'Withdraw some, or have them signed.',
    data: { limit: 'INBOX_SHARE_COUNT_MAX, INBOX_SHARE_BYTES_MAX' },
  });
}
