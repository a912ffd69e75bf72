/** Fetching what proves a record: its receipt in every form, its certificate. */

import { ApiError, ownProblem } from '../../api/api-error.ts';
import { type Asked, bodyOf, requestBlob, send } from '../../api/request.ts';

/** The receipt as JSON; waits until it is proven. Rejects with ApiError, NOT_PROVEN when that takes too long. */
export async function provenReceipt(id: string, signal?: AbortSignal): Promise<Uint8Array> {
  const blob = await receiptBlob(id, 'json', signal);
  return new Uint8Array(await blob.arrayBuffer());
}

/** The receipt in a form; waits until it is proven. Rejects as `provenReceipt` does. */
export function receiptBlob(id: string, form: string, signal?: AbortSignal): Promise<Blob> {
  const isWhole = form !== 'cose' && form !== 'tlog-proof';
  return proven(`${recordPath(id)}/receipt.${form}`, isWhole ? { form: 'full' } : {}, signal);
}

/** The receipt as JSON, without what the note says, to hand on. Rejects as `provenReceipt` does. */
export function redactedReceiptBlob(id: string): Promise<Blob> {
  return proven(`${recordPath(id)}/receipt.json`, { redact: 'note' });
}

/** Rejects with ApiError. */
export function certificateBlob(id: string): Promise<Blob> {
  return requestBlob(`${recordPath(id)}/certificate.pdf`, { accept: '*/*' });
}

export function recordPath(id: string): string {
  return `/v1/evidence/${encodeURIComponent(id)}`;
}

async function proven(path: string, query: Asked['query'], signal?: AbortSignal): Promise<Blob> {
  const asked = { query: { wait: 'proven', ...query }, accept: '*/*', signal };
  const response = await send(path, asked);
  // Recorded, and its checkpoint not signed yet.
  if (response.status === 202) throw new ApiError(ownProblem('NOT_PROVEN', '', 202));
  return bodyOf(() => response.blob());
}
