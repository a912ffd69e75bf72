/** How far search has followed the ledger, as GET /v1/projection says. */

import type { Service } from '../client/service.ts';
import { hasText, type Text } from '../text/text.ts';

export interface ProjectionState {
  /** `following`, `catching-up`, `beginning`, `unavailable`, `foreign`, `off`. */
  readonly status: string;
  readonly behindEntries: number;
  /** In the server's words. */
  readonly reason: string | null;
}

export const projectionCall = { method: 'GET', path: '/v1/projection' } as const;

interface Lag {
  readonly status: string;
  readonly behindEntries: number;
  readonly reason?: string;
}

export async function projectionState(service: Service): Promise<ProjectionState> {
  const { status, behindEntries, reason } = (await service.askJson(projectionCall)) as Lag;
  // Unavailable for no reason: it has just begun, and does not know yet how far it is.
  const isBeginning = status === 'unavailable' && reason === undefined;
  return { status: isBeginning ? 'beginning' : status, behindEntries, reason: reason ?? null };
}

export function stateText({ status, behindEntries, reason }: ProjectionState, text: Text): string {
  const key = `search.${status}`;
  const sentence = hasText(key) ? text(key, { count: behindEntries }) : status;
  return reason === null ? sentence : text('projection.because', { sentence, reason });
}
