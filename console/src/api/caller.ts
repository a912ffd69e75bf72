/**
 * Whose session this page speaks for, for all that keeps something of somebody: answers, uploads, files at work. A session that ends by
 * itself leaves its person known, so that they can sign in again and go on; signing out, or another person, does not.
 */

export interface Caller {
  /** The person's id; undefined: nobody has signed in, or they have signed out. */
  readonly person: string | undefined;
  /** What goes with every change; undefined: no session is in force. */
  readonly csrfToken: string | undefined;
}

/** What the server says of a session, as far as it matters here. */
export interface Entered {
  readonly person: { readonly id: string };
  readonly csrfToken: string;
}

export type PersonListener = (person: string | undefined, before: string | undefined) => void;

const NOBODY: Caller = { person: undefined, csrfToken: undefined };

let caller = NOBODY;
const listeners = new Set<() => void>();
const personListeners = new Set<PersonListener>();

export function currentCaller(): Caller {
  return caller;
}

/** A session is in force, of the same person or another. */
export function callerEntered({ person: { id }, csrfToken }: Entered): void {
  change({ person: id, csrfToken });
}

/** The session is over, and nobody has asked for it. */
export function callerLapsed(): void {
  change({ ...caller, csrfToken: undefined });
}

/** Signed out. */
export function callerLeft(): void {
  change(NOBODY);
}

/** Somebody has signed in and not out, whether their session is still in force or not. */
export function hasPerson(): boolean {
  return caller.person !== undefined;
}

/** Called after every change; returns how to stop listening. */
export function followCaller(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Called when the page is another person's, or nobody's, from now on; returns how to stop listening. */
export function followPerson(listener: PersonListener): () => void {
  personListeners.add(listener);
  return () => void personListeners.delete(listener);
}

function change(next: Caller): void {
  const before = caller.person;
  caller = next;
  if (next.person !== before) for (const listener of personListeners) listener(next.person, before);
  for (const listener of listeners) listener();
}
