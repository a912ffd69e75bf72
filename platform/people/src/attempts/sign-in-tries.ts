/**
 * Tries of names and from addresses. People are counted apart from names that nobody has, so that made-up names cannot push out what is
 * known of people; both wait alike.
 */

import type { Clock } from '@stele/base';
import { TRIES_PER_ADDRESS_FREE, TRIES_PER_PERSON_FREE } from '../limits.ts';
import { nameKey, type Person } from '../people/person.ts';
import { BackOff } from './back-off.ts';

/** One try, counted already. */
export interface Try {
  /** It was right: what was wrong before is forgotten. */
  right(): void;
  /** It was neither. */
  undecided(): void;
}

export interface SignInTries {
  /** Of signing in. Rejects with TRIES_TOO_MANY. */
  take(named: { readonly name: string; readonly person: Person | undefined }, address: string): Try;
  /** Of somebody who has signed in. Rejects with TRIES_TOO_MANY. */
  takeOwn(person: Person): Try;
}

export function signInTries(clock: Clock): SignInTries {
  const people = new BackOff(clock, TRIES_PER_PERSON_FREE);
  const strangers = new BackOff(clock, TRIES_PER_PERSON_FREE);
  const addresses = new BackOff(clock, TRIES_PER_ADDRESS_FREE);
  const counted = (backOff: BackOff, who: string): Try => {
    backOff.take(who);
    return {
      right: () => {
        backOff.forgive(who);
      },
      undecided: () => {
        backOff.giveBack(who);
      },
    };
  };
  return {
    takeOwn: ({ id }) => counted(people, id),
    take: ({ name, person }, address) => {
      addresses.take(address);
      try {
        const own = person ? counted(people, person.id) : counted(strangers, nameKey(name));
        return {
          // The address keeps what was wrong: one right password of its own would else buy many guesses of others'.
          right: () => {
            own.right();
            addresses.giveBack(address);
          },
          undecided: () => {
            own.undecided();
            addresses.giveBack(address);
          },
        };
      } catch (error) {
        // Somebody who does not wait is not to make a whole department wait.
        addresses.giveBack(address);
        throw error;
      }
    },
  };
}
