/**
 * Signing in with a name, a password and, where the person has set that up, a code. A name that nobody has costs the same time as a
 * wrong password, and both are refused in the same words.
 */

import { rejection } from '@stele/base';
import { signInTries, type Try } from '../attempts/sign-in-tries.ts';
import { codeStep } from '../codes/totp-code.ts';
import { nameKey, type Person } from '../people/person.ts';
import { beginSession, type SignedIn } from '../sessions/begin-session.ts';
import type { PeopleState } from '../store/people-state.ts';
import type { Change } from '../store/people-store.ts';
import type { PeopleWorld, Visitor } from '../world.ts';
import { hashingGate } from './hashing-gate.ts';
import { isPasswordOf, type PasswordCost, unknownPassword } from './password-hash.ts';

export interface PasswordSignIn {
  readonly name: string;
  readonly password: string;
  readonly code: string | undefined;
}

export interface Passwords {
  /** Rejects with SIGN_IN_REFUSED, CODE_NEEDED, TRIES_TOO_MANY, SIGN_IN_BUSY. */
  signIn(given: PasswordSignIn, visitor: Visitor): Promise<SignedIn>;
  /** Whether it is this person's password. Rejects with TRIES_TOO_MANY, SIGN_IN_BUSY. */
  isOf(person: Person, password: string): Promise<boolean>;
  /** Work on a password, of which only so much is done at once. Rejects with SIGN_IN_BUSY. */
  readonly hashing: <T>(work: () => Promise<T>) => Promise<T>;
}

export function passwordsOf(world: PeopleWorld, cost: PasswordCost): Passwords {
  const { store, clock, random, log } = world;
  const hashing = hashingGate();
  const tries = signInTries(clock);
  const unknown = unknownPassword(cost, random);

  /** What keeps it from being judged does not count as wrong. */
  const compare = async (
    person: Person | undefined,
    password: string,
    counted: Try,
  ): Promise<boolean> => {
    try {
      const isRight = await hashing(() => isPasswordOf(person?.password ?? unknown, password));
      return isRight && person?.password !== undefined;
    } catch (error) {
      counted.undecided();
      throw error;
    }
  };
  const signIn: Passwords['signIn'] = async ({ name, password, code }, visitor) => {
    const person = personNamed(store.state, name);
    const counted = tries.take({ name, person }, visitor.address);
    const isRight = await compare(person, password, counted);
    if (!isRight || person === undefined) throw refused();
    if (person.totp !== undefined && code === undefined) {
      counted.undecided();
      throw rejection('CODE_NEEDED', 'the password is right, and there is a code to give');
    }
    const begun = await store.change((state) => beginWith(state, { person, code, visitor }, world));
    counted.right();
    return begun;
  };

  return {
    hashing,
    signIn: async (given, visitor) => {
      try {
        return await signIn(given, visitor);
      } catch (error) {
        const person = personNamed(store.state, given.name)?.id;
        log.warn('sign-in refused', { way: 'password', person, peer: visitor.address, error });
        throw error;
      }
    },
    isOf: async (person, password) => {
      const counted = tries.takeOwn(person);
      const isRight = await compare(person, password, counted);
      if (isRight) counted.right();
      return isRight;
    },
  };
}

function personNamed({ people }: PeopleState, name: string): Person | undefined {
  const wanted = nameKey(name);
  return people.find((one) => nameKey(one.name) === wanted);
}

interface Proven {
  readonly person: Person;
  readonly code: string | undefined;
  readonly visitor: Visitor;
}

/** The code is taken in the same change that begins the session: of two that send it one is refused. */
function beginWith(
  state: PeopleState,
  { person, code, visitor }: Proven,
  world: PeopleWorld,
): Change<SignedIn> {
  const now = state.people.find(({ id }) => id === person.id);
  // Removed, or given another password, while this one was being hashed.
  if (now === undefined || now.password !== person.password) throw refused();
  const next = withCodeUsed(now, code, world.clock.nowMs());
  return beginSession(state, { person: next, way: 'password', visitor }, world);
}

function withCodeUsed(person: Person, code: string | undefined, nowMs: number): Person {
  const { totp } = person;
  if (totp === undefined) return person;
  const step = codeStep(totp, code ?? '', nowMs);
  if (step === undefined) throw refused();
  return { ...person, totp: { ...totp, lastStep: step } };
}

function refused(): Error {
  return rejection('SIGN_IN_REFUSED', 'the name, the password or the code is wrong');
}
