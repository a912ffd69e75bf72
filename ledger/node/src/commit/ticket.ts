/** One submitted transaction on its way through the node, and whoever waits for it. */

import type { CodedError } from '@stele/base';
import type { Candidate } from '@stele/kernel';

/** What became of it. `committed` and *proven* are one moment on a solo chain: the checkpoint is signed before anybody is told. */
export type TicketResult =
  | {
      readonly kind: 'committed';
      readonly height: number;
      readonly index: number;
      readonly timeMs: number;
      /** Empty: success; else why execution refused it. */
      readonly code: string;
    }
  /** Not even refused: nothing of it is in the log. */
  | { readonly kind: 'void'; readonly code: string }
  /** It was not ordered, or taken back before anybody was told; the same bytes may be sent again. */
  | { readonly kind: 'failed'; readonly error: CodedError }
  /** It may be on the disk, but the node stopped before it was proven. Its id will tell. */
  | { readonly kind: 'unknown' };

export interface Ticket {
  readonly candidate: Candidate;
  /** Of the transaction and its payloads. */
  readonly bytes: number;
  /** Whether the payloads are still to be compared with the roots that the transaction names. */
  readonly hasUncheckedPayloads: boolean;
  settle(result: TicketResult): void;
}

/** A candidate that somebody at this node waits for. */
export interface TicketCandidate extends Candidate {
  readonly ticket: Ticket;
}

/** What a ticket is to be told, when the time has come. */
export interface Answer {
  readonly ticket: Ticket;
  readonly result: TicketResult;
}
