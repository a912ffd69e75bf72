/**
 * The one table of commands, in the order help shows them. A command's module is loaded when it is needed, so that
 * `stele verify --help` never waits for the node.
 */

import type { Command } from '../command.ts';
import type { TextKey } from '../text/text.ts';

export interface CommandEntry {
  /** One or two words. */
  readonly name: string;
  readonly summary: TextKey;
  readonly load: () => Promise<Command>;
}

export const commandTable: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'start.summary',
    load: async () => (await import('./start.ts')).start,
  },
  {
    name: 'status',
    summary: 'status.summary',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'notarize',
    summary: 'notarize.summary',
    load: async () => (await import('./notarize.ts')).notarize,
  },
  {
    name: 'verify',
    summary: 'verify.summary',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'trust add',
    summary: 'trustAdd.summary',
    load: async () => (await import('./trust.ts')).trustAdd,
  },
  {
    name: 'trust list',
    summary: 'trustList.summary',
    load: async () => (await import('./trust.ts')).trustList,
  },
  {
    name: 'trust remove',
    summary: 'trustRemove.summary',
    load: async () => (await import('./trust.ts')).trustRemove,
  },
  {
    name: 'ledger check',
    summary: 'ledgerCheck.summary',
    load: async () => (await import('./ledger-check.ts')).ledgerCheck,
  },
  {
    name: 'bench',
    summary: 'bench.summary',
    load: async () => (await import('./bench.ts')).bench,
  },
];
