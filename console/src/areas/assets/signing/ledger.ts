/**
 * The SDK's client of the ledger, with this page's session: it checks what a node prepares, reads bytes for itself, and signs nothing that
 * it has not understood. Its errors are told as those of any request.
 */

import { connect, type Ledger, RequestError } from '@stele/sdk';

import { ApiError, isCode } from '../../../api/api-error.ts';
import { currentCaller } from '../../../api/caller.ts';
import { renewSession } from '../../../api/request.ts';
import { chainView } from '../queries.ts';

/**
 * Works with the ledger of this server. Work that is refused because its person has signed in anew elsewhere is done again, in their new
 * session: nothing of it was done. Rejects with ApiError for what the server refuses, else as the SDK does.
 */
export async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  try {
    return await worked(work);
  } catch (error) {
    if (!isCode(error, 'CSRF_TOKEN_WRONG')) throw error;
    await renewSession();
    return await worked(work);
  }
}

async function worked<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const { id: fingerprint } = await chainView();
  try {
    return await work(await connect({ url: location.origin, fingerprint, fetch: fetchAsCaller }));
  } catch (error) {
    throw error instanceof RequestError ? apiErrorOf(error) : error;
  }
}

/** What changes anything carries the session's token beside the cookie (api/request.ts). */
const fetchAsCaller: typeof globalThis.fetch = async (input, init = {}) => {
  const headers = new Headers(init.headers);
  const { csrfToken } = currentCaller();
  if (init.method !== 'GET' && csrfToken !== undefined) headers.set('x-csrf-token', csrfToken);
  return await fetch(input, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
};

function apiErrorOf(error: RequestError): ApiError {
  const { status, code, message, action = '', requestId, faults, data } = error;
  const scope = data?.['scope'];
  return new ApiError({
    status,
    code,
    detail: message,
    action,
    requestId,
    scope: typeof scope === 'string' ? scope : undefined,
    errors: faults,
  });
}
