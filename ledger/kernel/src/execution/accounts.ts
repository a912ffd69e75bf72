/** Accounts and quotas as the kernel reads and charges them (spec/contracts.md, "accounts"). */

import { assert } from '@stele/base';
import type { Principal } from '@stele/protocol';
import {
  type AccountRow,
  ACCOUNTS_CONTRACT,
  accountsTable,
  decodeRow,
  encodeRow,
  quotasTable,
} from '../contract/index.ts';
import type { BlockState } from '../state/block-state.ts';
import type { Table } from '../state/executed-state.ts';
import type { Row } from '../store/layout.ts';

/** Rows that were decoded, by identity: an account that signs often is decoded once. */
const decoded = new WeakMap<Row, AccountRow>();

export class Accounts {
  readonly #state: BlockState;
  readonly #accounts: Table;
  readonly #quotas: Table;

  constructor(state: BlockState) {
    this.#state = state;
    this.#accounts = state.table(ACCOUNTS_CONTRACT, accountsTable.name);
    this.#quotas = state.table(ACCOUNTS_CONTRACT, quotasTable.name);
  }

  /** An open account. */
  get(account: Uint8Array): AccountRow | undefined {
    const row = this.#state.get(this.#accounts, account);
    if (row === undefined) return undefined;
    let read = decoded.get(row);
    if (read === undefined) decoded.set(row, (read = decodeRow(accountsTable, row.value)));
    return read;
  }

  /** The authority of an open account. */
  authorityOf(account: Uint8Array): Principal | undefined {
    return this.get(account)?.authority;
  }

  /** Units left; undefined: no limit. */
  unitsLeft(account: Uint8Array): number | undefined {
    const row = this.#state.get(this.#quotas, account);
    return row === undefined ? undefined : decodeRow(quotasTable, row.value);
  }

  /** Takes units off the `left` ones, with one put; an account without a quota is not charged. */
  charge(account: Uint8Array, left: number | undefined, units: number): void {
    if (left === undefined) return;
    assert(units <= left, 'a charge is covered');
    this.#state.put(this.#quotas, account, encodeRow(quotasTable, left - units));
  }
}
