/**
 * The sessions of people as a server sees them: a token in a cookie that stands for somebody who signed in. How they sign in, and where
 * sessions are kept, is the caller's business.
 */

import type { Scope } from '../keys/key-record.ts';

/** One that stands at the moment it is given. */
export interface Session {
  /** Visible in logs; says nothing about the token. */
  readonly id: string;
  readonly person: { readonly id: string; readonly name: string; readonly role: string };
  readonly scopes: readonly Scope[];
  /** When it ends, at the latest. */
  readonly expiresAtMs: number;
}

export interface SessionRing {
  /**
   * The session a cookie's token stands for; undefined when it has ended or never was one. Asked at every request with a cookie, so
   * from memory; being asked counts as use.
   */
  find(token: string): Session | undefined;
  /** Whether the session with this id stands still. Being asked is no use of it. */
  stands(id: string): boolean;
}
