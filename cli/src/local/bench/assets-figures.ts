/** What the process that fills a ledger with outputs tells the one that started it. */

export interface AssetFigures {
  readonly first: TransferFigures;
  readonly last: TransferFigures;
  /** Outputs issued a second of issuing. */
  readonly issuedPerSecond: number;
  /** One balance of one holder, in milliseconds. */
  readonly balances: readonly number[];
  /** Issued in all: what is live, since transfers make as many outputs as they spend. */
  readonly outputs: number;
}

export interface TransferFigures {
  readonly perSecond: number;
  /** Processor time of all threads a transfer, in microseconds. */
  readonly processorUs: number;
  /** Bytes of memory that no file backs, afterwards. */
  readonly memory: number;
}
