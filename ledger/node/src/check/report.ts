/** What a check finds (checkFolder). */

/** The first record that is not what it should be. */
export interface Damage {
  /** Path in the data folder. */
  readonly file: string;
  /** Byte at which the record begins; absent when the file is damaged as a whole. */
  readonly offset?: number;
  /** Block and entry it belongs to. */
  readonly height?: number;
  readonly index?: number;
  /** Id of the transaction, 64 hex digits, when it can still be read. */
  readonly transaction?: string;
  readonly what: string;
}

export interface CheckReport {
  /** Undefined: everything is as it should be. */
  readonly damage: Damage | undefined;
  /** The chain's fingerprint, when its genesis can be read. */
  readonly chain: string | undefined;
  /** Entries that were derived again. */
  readonly entries: number;
  /** The rules of the next block, when this version does not know them and cannot go on with the chain, however whole it is. */
  readonly unknownRules: number | null;
  /** What the next start will mend by itself, in sentences. */
  readonly notes: readonly string[];
}

export interface CheckProgress {
  readonly entries: number;
  /** How many there should be, as far as that is known. */
  readonly entriesExpected: number;
}

/** Ends a check: nothing behind the first damage can be judged. */
export class DamageFound extends Error {
  readonly damage: Damage;

  constructor(damage: Damage) {
    super(damage.what);
    this.name = 'DamageFound';
    this.damage = damage;
  }
}
