/** Outputs on a command line: `out_` and 20 digits. */

import type { OutputView } from '@stele/protocol';

import { trouble } from '../trouble.ts';
import type { Session } from './session.ts';

const pattern = /^out_[0-9a-f]{20}$/;

export function isOutput(value: string): boolean {
  return value.startsWith('out_');
}

/** OUTPUT_ID_MALFORMED. */
export function outputIn(value: string): string {
  if (pattern.test(value)) return value;
  throw trouble('OUTPUT_ID_MALFORMED', { value });
}

/** As the node shows it; whoever signs for it compares that with the guard. OUTPUT_ID_MALFORMED, OUTPUT_UNKNOWN. */
export async function outputOf({ ledger }: Session, value: string): Promise<OutputView> {
  return await ledger.transport.output(outputIn(value));
}
