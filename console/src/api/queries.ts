/** How pages ask and keep what was answered: once a moment for all who want the same, again when the window is looked at. */

import { MutationCache, type Query, QueryCache, QueryClient } from '@tanstack/react-query';

import { needsSession, problemOf } from './api-error.ts';
import { currentCaller, followCaller, followPerson } from './caller.ts';
import { type Session, SESSION_KEY } from './session.ts';

/** Asked again after this, when somebody looks. */
const FRESH_MS = 5_000;
const RETRIES_MAX = 2;
/** Nobody's in particular. */
const KEPT = new Set<unknown>([SESSION_KEY[0], 'health']);

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
  followPerson((_, before) => {
    if (before !== undefined) forgetAnswers(client);
  });
  // A request has met another session than the one that is shown: the frame should say whose.
  followCaller(() => {
    const shown = client.getQueryData<Session | null>(SESSION_KEY);
    if (shown?.csrfToken === currentCaller().csrfToken) return;
    void client.invalidateQueries({ queryKey: SESSION_KEY }, { cancelRefetch: false });
  });
  return client;
}

/** What was answered to one person is not there for the next; what a page still shows is asked for anew. */
function forgetAnswers(client: QueryClient): void {
  const predicate = ({ queryKey }: Query): boolean => !KEPT.has(queryKey[0]);
  void client.resetQueries({ predicate });
  client.removeQueries({ predicate, type: 'inactive' });
}

/** A refusal stays one however often it is asked for; no answer, or an overloaded server, may pass. */
function mayPass(error: unknown): boolean {
  const { status } = problemOf(error);
  return status === 0 || status === 429 || status === 503;
}
