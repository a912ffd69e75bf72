/** Who is signed in here, as the server says. */

import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { needsSession } from './api-error.ts';
import { request, setCsrfToken } from './request.ts';

export type Role = 'admin' | 'clerk' | 'reader';

export interface Session {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly scopes: readonly string[];
  };
  readonly session: { readonly id: string; readonly startedAt: string; readonly expiresAt: string };
  readonly csrfToken: string;
  readonly ways: { readonly password: boolean; readonly totp: boolean; readonly passkeys: number };
  readonly organisation: { readonly id: string; readonly name: string };
}

export const SESSION_KEY = ['session'] as const;

/** The session, or null when nobody is signed in. */
export function useSession(): UseQueryResult<Session | null> {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => currentSession(signal),
    staleTime: 60_000,
  });
}

async function currentSession(signal: AbortSignal): Promise<Session | null> {
  try {
    const session = await request<Session>('/v1/session', { signal });
    setCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (!needsSession(error)) throw error;
    setCsrfToken(undefined);
    return null;
  }
}

/** To be called with the answer of a sign-in, or null after signing out: everything else is asked for anew. */
export function useSessionChange(): (session: Session | null) => void {
  const client = useQueryClient();
  return (session) => {
    // What was asked before would answer for a session that is no longer the one in force.
    void client.cancelQueries({ queryKey: SESSION_KEY });
    setCsrfToken(session?.csrfToken);
    client.setQueryData(SESSION_KEY, session);
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
  };
}

export function mayDo(session: Session | null | undefined, scope: string): boolean {
  return session?.person.scopes.includes(scope) ?? false;
}
