/** What every part of this package works with. */

import type { Clock, Log, Random } from '@stele/base';
import type { PeopleStore } from './store/people-store.ts';

export interface Organisation {
  readonly id: string;
  readonly name: string;
}

export interface PeopleWorld {
  readonly store: PeopleStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly organisation: Organisation;
}

/** Where a sign-in comes from. */
export interface Visitor {
  /** One client: an IPv4 address or a /64. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
}
