/**
 * A person's own passkeys (WebAuthn Level 3 §7.1): added after signing in, listed, removed. Attestation is not asked for: which make of
 * authenticator it is decides nothing here.
 */

import { fromBase64url, fromHex, rejection, toBase64url } from '@stele/base';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { CHALLENGE_LIFETIME_MS, PASSKEYS_PER_PERSON_MAX } from '../limits.ts';
import { type Passkey, type Person, tidyName } from '../people/person.ts';
import { newId } from '../secrets.ts';
import { checkFresh } from '../sessions/fresh.ts';
import { type KeptSession, personIn, withPerson } from '../store/people-state.ts';
import type { PeopleWorld } from '../world.ts';
import type { Challenges } from './challenges.ts';
import type { Place } from './place.ts';

export interface NewPasskey {
  readonly name: string;
  readonly attestation: RegistrationResponseJSON;
}

export interface OwnPasskeys {
  /** What the browser is to be asked for. Rejects with SESSION_NOT_FRESH. */
  begin(session: KeptSession, place: Place): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** Rejects with SESSION_NOT_FRESH, PASSKEY_INVALID, PASSKEYS_TOO_MANY, PASSKEY_EXISTS. */
  add(session: KeptSession, given: NewPasskey, place: Place): Promise<Passkey>;
  /** Rejects with SESSION_NOT_FRESH, PASSKEY_UNKNOWN. */
  remove(session: KeptSession, id: string): Promise<void>;
}

/** COSE (RFC 9053, RFC 8812): Ed25519, ECDSA with P-256, RSA with SHA-256: what there are authenticators for. */
const ALGORITHMS = [-8, -7, -257];

/** What an authenticator keeps of a person: says nothing to whoever reads it there. */
export function userHandleOf({ id }: Person): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(fromHex(id.slice(id.indexOf('_') + 1)));
}

export function ownPasskeys(world: PeopleWorld, challenges: Challenges): OwnPasskeys {
  const { store, random, clock, log, organisation } = world;
  return {
    begin: async (session, { rpId }) => {
      checkFresh(session, clock);
      const { person: id } = session;
      const person = personIn(store.state, id);
      return await generateRegistrationOptions({
        rpName: organisation.name,
        rpID: rpId,
        userName: person.name,
        userDisplayName: person.name,
        userID: userHandleOf(person),
        challenge: Uint8Array.from(fromBase64url(challenges.make(id))),
        timeout: CHALLENGE_LIFETIME_MS,
        attestationType: 'none',
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: person.passkeys.map(({ credentialId }) => ({ id: credentialId })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
    },
    add: async (session, { name, attestation }, place) => {
      checkFresh(session, clock);
      const { person: id } = session;
      const credential = await verified(
        attestation,
        place,
        (challenge) => challenges.take(challenge) === id,
      );
      const passkey: Passkey = {
        ...credential,
        id: newId('pk', random),
        name: tidyName(name),
        rpId: place.rpId,
        createdAtMs: clock.nowMs(),
      };
      await store.change((state) => {
        if (state.people.some((person) => holds(person, passkey))) throw exists();
        const person = personIn(state, id);
        if (person.passkeys.length >= PASSKEYS_PER_PERSON_MAX) throw tooMany();
        const passkeys = [...person.passkeys, passkey];
        return { state: withPerson(state, { ...person, passkeys }), result: undefined };
      });
      log.info('passkey added', { person: id, passkey: passkey.id });
      return passkey;
    },
    remove: async (session, passkeyId) => {
      checkFresh(session, clock);
      const { person: id } = session;
      await store.change((state) => {
        const person = personIn(state, id);
        const passkeys = person.passkeys.filter((one) => one.id !== passkeyId);
        if (passkeys.length === person.passkeys.length) throw unknownPasskey(passkeyId);
        return { state: withPerson(state, { ...person, passkeys }), result: undefined };
      });
      log.info('passkey removed', { person: id, passkey: passkeyId });
    },
  };
}

type Credential = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports'>;

/** The credential in an attestation. Whatever is wrong with it, the library says by throwing: rejects with PASSKEY_INVALID. */
async function verified(
  response: RegistrationResponseJSON,
  { rpId, origins }: Place,
  isOurs: (challenge: string) => boolean,
): Promise<Credential> {
  try {
    const { verified: isVerified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: isOurs,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!isVerified) throw invalid();
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return { credentialId: id, publicKey: toBase64url(publicKey), counter, transports };
  } catch (cause) {
    throw invalid(cause);
  }
}

function holds({ passkeys }: Person, { credentialId }: Passkey): boolean {
  return passkeys.some((one) => one.credentialId === credentialId);
}

function invalid(cause?: unknown): Error {
  return rejection('PASSKEY_INVALID', 'the browser’s answer is not one to this request', { cause });
}

function exists(): Error {
  return rejection('PASSKEY_EXISTS', 'this passkey has been added already');
}

function tooMany(): Error {
  const countMax = PASSKEYS_PER_PERSON_MAX;
  return rejection('PASSKEYS_TOO_MANY', `you have ${String(countMax)} passkeys`, {
    data: { limit: 'PASSKEYS_PER_PERSON_MAX', countMax },
  });
}

function unknownPasskey(id: string): Error {
  return rejection('PASSKEY_UNKNOWN', `you have no passkey ${id}`);
}
