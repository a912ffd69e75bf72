/**
 * Signing in with a passkey alone (WebAuthn Level 3 §7.2): the authenticator names the credential and has asked for its owner's PIN or
 * finger, so it is two things at once, and no name is typed.
 */

import { equal, fromBase64url, isCoded, rejection } from '@stele/base';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { CHALLENGE_LIFETIME_MS } from '../limits.ts';
import type { Passkey, Person } from '../people/person.ts';
import { beginSession, type SignedIn } from '../sessions/begin-session.ts';
import type { PeopleState } from '../store/people-state.ts';
import type { PeopleWorld, Visitor } from '../world.ts';
import type { Challenges } from './challenges.ts';
import { userHandleOf } from './own-passkeys.ts';
import type { Place } from './place.ts';

export interface PasskeySignIn {
  /** What the browser of this visitor is to be asked for. */
  begin(place: Place, visitor: Visitor): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** Rejects with SIGN_IN_REFUSED. */
  finish(assertion: AuthenticationResponseJSON, place: Place, visitor: Visitor): Promise<SignedIn>;
}

export function passkeySignIn(world: PeopleWorld, challenges: Challenges): PasskeySignIn {
  const { store, log } = world;
  const finish: PasskeySignIn['finish'] = async (assertion, place, visitor) => {
    const found = holderOf(store.state, assertion.id, place);
    if (found === undefined) throw refused();
    checkHandle(found.person, assertion.response.userHandle);
    // From another address too: a phone may change networks between the two requests.
    const counter = await verifiedCounter(
      assertion,
      { passkey: found.passkey, place },
      (given) => challenges.take(given) !== undefined,
    );
    return await store.change((state) => {
      const now = holderOf(state, assertion.id, place);
      if (now === undefined) throw refused();
      const used = { ...now.passkey, counter, lastUsedAtMs: world.clock.nowMs() };
      const person = withPasskey(now.person, used);
      return beginSession(state, { person, way: 'passkey', visitor }, world);
    });
  };
  return {
    begin: ({ rpId }, { address }) =>
      generateAuthenticationOptions({
        rpID: rpId,
        challenge: Uint8Array.from(fromBase64url(challenges.make(address))),
        timeout: CHALLENGE_LIFETIME_MS,
        userVerification: 'required',
      }),
    finish: async (assertion, place, visitor) => {
      try {
        return await finish(assertion, place, visitor);
      } catch (error) {
        log.warn('sign-in refused', { way: 'passkey', peer: visitor.address, error });
        throw error;
      }
    },
  };
}

interface Holder {
  readonly person: Person;
  readonly passkey: Passkey;
}

function holderOf({ people }: PeopleState, id: string, { rpId }: Place): Holder | undefined {
  for (const person of people) {
    const passkey = person.passkeys.find((one) => one.credentialId === id && one.rpId === rpId);
    if (passkey !== undefined) return { person, passkey };
  }
  return undefined;
}

/** §7.2 step 6: the authenticator's idea of whose it is must be ours. */
function checkHandle(person: Person, handle: string | undefined): void {
  if (handle === undefined) return;
  try {
    if (equal(fromBase64url(handle), userHandleOf(person))) return;
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
  }
  throw refused();
}

/** The authenticator's new counter. The library throws whatever is wrong with an assertion: rejects with SIGN_IN_REFUSED. */
async function verifiedCounter(
  response: AuthenticationResponseJSON,
  { passkey, place }: { readonly passkey: Passkey; readonly place: Place },
  isOurs: (challenge: string) => boolean,
): Promise<number> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: isOurs,
      expectedOrigin: [...place.origins],
      expectedRPID: place.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: Uint8Array.from(fromBase64url(passkey.publicKey)),
        counter: passkey.counter,
      },
    });
    if (verified) return authenticationInfo.newCounter;
  } catch (cause) {
    throw refused(cause);
  }
  throw refused();
}

function withPasskey(person: Person, used: Passkey): Person {
  return { ...person, passkeys: person.passkeys.map((one) => (one.id === used.id ? used : one)) };
}

function refused(cause?: unknown): Error {
  return rejection('SIGN_IN_REFUSED', 'this passkey does not sign anybody in here', { cause });
}
