/** How pages ask and keep what was answered: once a moment for all who want the same, again when the window is looked at. */

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { needsSession, problemOf } from './api-error.ts';
import { SESSION_KEY } from './session.ts';

/** Asked again after this, when somebody looks. */
const FRESH_MS = 5_000;
const RETRIES_MAX = 2;

export function newQueryClient(): QueryClient {
  // Whoever is refused for want of a session has lost it: the frame should no longer say who is signed in.
  const onError = (error: unknown): void => {
    if (needsSession(error)) void client.invalidateQueries({ queryKey: SESSION_KEY });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (count, error) => count < RETRIES_MAX && mayPass(error),
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}

/** A refusal stays one however often it is asked for; no answer, or an overloaded server, may pass. */
function mayPass(error: unknown): boolean {
  const { status } = problemOf(error);
  return status === 0 || status === 429 || status === 503;
}
