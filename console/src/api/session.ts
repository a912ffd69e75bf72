/** Who is signed in here, as the server says. */

import {
  type QueryClient,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { needsSession } from './api-error.ts';
import {
  callerEntered,
  callerLapsed,
  callerLeft,
  currentCaller,
  followCaller,
  hasPerson,
} from './caller.ts';
import { request } from './request.ts';

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

/** Between the tabs of this browser, which have one cookie. */
const CHANNEL = 'stele.session';
const LEFT = 'left';

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
    callerEntered(session);
    return session;
  } catch (error) {
    if (!needsSession(error)) throw error;
    callerLapsed();
    return null;
  }
}

/** True also after the session of somebody who has not signed out is over: what they typed waits for them. */
export function useHasPerson(): boolean {
  return useSyncExternalStore(followCaller, hasPerson);
}

/** Their id, as long as they have not signed out; undefined for nobody. */
export function usePerson(): string | undefined {
  return useSyncExternalStore(followCaller, () => currentCaller().person);
}

/** To be called with the answer of a sign-in: everything else is asked for anew. */
export function useSignedIn(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => enterSession(client, session);
}

/** To be called after signing out, in this tab; the others learn it. */
export function useSignedOut(): () => void {
  const client = useQueryClient();
  return () => {
    leaveSession(client);
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(LEFT);
    channel.close();
  };
}

/** Whoever signs out in one tab has signed out in all, before they ask for anything. */
export function followSignOuts(client: QueryClient): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data === LEFT && currentCaller().person !== undefined) leaveSession(client);
  };
}

/** The answers to another person are gone; all others are asked for anew. */
export function enterSession(client: QueryClient, session: Session): void {
  // What was asked before would answer for a session that is no longer the one in force.
  void client.cancelQueries({ queryKey: SESSION_KEY });
  client.setQueryData(SESSION_KEY, session);
  callerEntered(session);
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
}

/** Nobody is signed in any more: nothing of what was shown to them stays. */
export function leaveSession(client: QueryClient): void {
  void client.cancelQueries({ queryKey: SESSION_KEY });
  client.setQueryData(SESSION_KEY, null);
  callerLeft();
}

export function mayDo(session: Session | null | undefined, scope: string): boolean {
  return session?.person.scopes.includes(scope) ?? false;
}
