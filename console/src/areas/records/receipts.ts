/** Fetching what proves a record: its receipt in every form, its certificate. */

import { ANSWER_MALFORMED, ApiError } from '../../api/api-error.ts';
import { send } from '../../api/request.ts';

/** The receipt as JSON; waits until it is proven. Rejects with ApiError, NOT_PROVEN when that takes too long. */
export async function provenReceipt(id: string, signal?: AbortSignal): Promise<Uint8Array> {
  const blob = await receiptBlob(id, 'json', signal);
  return new Uint8Array(await blob.arrayBuffer());
}

/** The receipt in a form; waits until it is proven. Rejects as `provenReceipt` does. */
export async function receiptBlob(id: string, form: string, signal?: AbortSignal): Promise<Blob> {
  const response = await send(`${recordPath(id)}/receipt.${form}`, {
    query: { wait: 'proven', ...(form !== 'cose' && form !== 'tlog-proof' && { form: 'full' }) },
    accept: '*/*',
    signal,
  });
  if (response.status === 202) throw notProven();
  return readWhole(response);
}

/** The receipt as JSON, without what the note says, to hand on. Rejects as `provenReceipt` does. */
export async function redactedReceiptBlob(id: string): Promise<Blob> {
  const path = `${recordPath(id)}/receipt.json`;
  const response = await send(path, { query: { wait: 'proven', redact: 'note' }, accept: '*/*' });
  if (response.status === 202) throw notProven();
  return readWhole(response);
}

/** Rejects with ApiError. */
export async function certificateBlob(id: string): Promise<Blob> {
  return readWhole(await send(`${recordPath(id)}/certificate.pdf`, { accept: '*/*' }));
}

export function recordPath(id: string): string {
  return `/v1/evidence/${encodeURIComponent(id)}`;
}

async function readWhole(response: Response): Promise<Blob> {
  try {
    return await response.blob();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ApiError({ status: 0, code: ANSWER_MALFORMED, detail, action: '', errors: [] });
  }
}

/** Recorded, and its checkpoint not signed yet. */
function notProven(): ApiError {
  return new ApiError({ status: 202, code: 'NOT_PROVEN', detail: '', action: '', errors: [] });
}
