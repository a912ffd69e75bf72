/**
 * Tries of names and from addresses. Counted closely is who tries whom from where: a stranger's wrong tries make the stranger wait, and not
 * the person, whose tries from everywhere are only held to a pace. People are counted apart from names that nobody has, so that made-up
 * names cannot push out what is known of people; both wait alike.
 */

import type { Clock } from '@stele/base';
import {
  TRIES_PER_ADDRESS_FREE,
  TRIES_PER_NAME_FREE,
  TRIES_PER_NAME_WAIT_MS_MAX,
  TRIES_PER_PERSON_FREE,
  TRIES_WAIT_MS_MAX,
} from '../limits.ts';
import { nameKey, type Person } from '../people/person.ts';
import { BackOff, type BackOffLimits } from './back-off.ts';

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

const CLOSELY: BackOffLimits = { free: TRIES_PER_PERSON_FREE, waitMsMax: TRIES_WAIT_MS_MAX };
const OF_ADDRESS: BackOffLimits = { free: TRIES_PER_ADDRESS_FREE, waitMsMax: TRIES_WAIT_MS_MAX };
const LOOSELY: BackOffLimits = { free: TRIES_PER_NAME_FREE, waitMsMax: TRIES_PER_NAME_WAIT_MS_MAX };

export function signInTries(clock: Clock): SignInTries {
  const named = (): Named => ({
    fromAddress: new BackOff(clock, CLOSELY),
    fromAnywhere: new BackOff(clock, LOOSELY),
  });
  const people = named();
  const strangers = named();
  const own = new BackOff(clock, CLOSELY);
  const addresses = new BackOff(clock, OF_ADDRESS);
  return {
    takeOwn: ({ id }) => counted(own, id),
    take: ({ name, person }, address) => {
      const { fromAddress, fromAnywhere } = person === undefined ? strangers : people;
      const who = person?.id ?? nameKey(name);
      // The address keeps what was wrong: one right password of its own would else buy many guesses of others'.
      const ofAddress = neverForgiven(addresses, address);
      return both(ofAddress, () =>
        both(counted(fromAddress, `${address} ${who}`), () => counted(fromAnywhere, who)),
      );
    },
  };
}

interface Named {
  readonly fromAddress: BackOff;
  readonly fromAnywhere: BackOff;
}

function counted(backOff: BackOff, who: string): Try {
  const undecided = backOff.take(who);
  const right = (): void => {
    backOff.forgive(who);
  };
  return { right, undecided };
}

function neverForgiven(backOff: BackOff, who: string): Try {
  const undecided = backOff.take(who);
  return { right: undecided, undecided };
}

/** `first` and then another. Somebody who has to wait for that one was not judged: it makes nobody else wait. */
function both(first: Try, second: () => Try): Try {
  try {
    const then = second();
    return {
      right: () => {
        then.right();
        first.right();
      },
      undecided: () => {
        then.undecided();
        first.undecided();
      },
    };
  } catch (error) {
    first.undecided();
    throw error;
  }
}
