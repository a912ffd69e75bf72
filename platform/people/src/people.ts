/** The service: who may sign in here, and the sessions of those who did. Opened once on a data folder; needs nothing but its file. */

import { join } from 'node:path';
import type { Clock, Log, Random } from '@stele/base';
import { addressReader, type Origins, sessionCookie, type SessionRing } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { ownCodes } from './codes/own-codes.ts';
import { addPeopleRoutes } from './http/routes.ts';
import { CHALLENGES_PER_ADDRESS_MAX, CHALLENGES_PER_PERSON_MAX } from './limits.ts';
import { makeLink, type NewLink } from './links/links.ts';
import { challengesOf } from './passkeys/challenges.ts';
import { ownPasskeys } from './passkeys/own-passkeys.ts';
import { passkeySignIn } from './passkeys/passkey-sign-in.ts';
import { ownPassword } from './passwords/own-password.ts';
import { PASSWORD_COST, type PasswordCost } from './passwords/password-hash.ts';
import { passwordsOf } from './passwords/sign-in.ts';
import { administrationOf, firstState } from './people/administration.ts';
import { sessionsOf } from './sessions/sessions.ts';
import { PEOPLE_FILE } from './store/people-file.ts';
import { openPeopleStore } from './store/people-store.ts';
import type { Organisation, PeopleWorld } from './world.ts';

export interface PeopleOptions {
  /** The data folder, which nobody else has open. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly organisation: Organisation;
  /** What each new password's hash costs. */
  readonly passwordCost?: PasswordCost;
}

export interface People {
  readonly sessions: SessionRing;
  /** A link that signs in the first administrator. */
  readonly link: () => Promise<NewLink>;
  /** Adds the routes, for a server that is reached so. */
  readonly routes: (app: FastifyInstance, origins: Origins) => void;
  /** Writes down what is only in memory. */
  readonly close: () => Promise<void>;
}

/** Fails with PEOPLE_FILE_UNREADABLE, PEOPLE_FILE_EXPOSED, PEOPLE_FILE_DAMAGED, PEOPLE_FILE_UNWRITABLE. */
export async function openPeople(options: PeopleOptions): Promise<People> {
  const { folder, clock, random, log, organisation, passwordCost = PASSWORD_COST } = options;
  const store = await openPeopleStore(join(folder, PEOPLE_FILE), { clock, log });
  const world: PeopleWorld = { store, clock, random, log, organisation };
  if (store.state.people.length === 0) {
    await store.change(() => ({ state: firstState(world), result: undefined }));
    log.info('the first administrator was made', { people: PEOPLE_FILE });
  }
  const sessions = sessionsOf(world);
  const passwords = passwordsOf(world, passwordCost);
  const parts = {
    world,
    sessions,
    passwords,
    administration: administrationOf(world),
    password: ownPassword(world, passwords, passwordCost),
    codes: ownCodes(world),
    passkeys: ownPasskeys(world, challengesOf(world, CHALLENGES_PER_PERSON_MAX)),
    passkeySignIn: passkeySignIn(world, challengesOf(world, CHALLENGES_PER_ADDRESS_MAX)),
  };
  return {
    sessions,
    link: () => makeLink(world),
    routes: (app, origins) => {
      const addressOf = addressReader(origins.behindProxy);
      addPeopleRoutes(app, { ...parts, origins, cookie: sessionCookie(origins), addressOf });
    },
    close: async () => {
      // A disk that is full must not keep the process from ending: what is lost is some minutes of use.
      await sessions.writeUse().catch((error: unknown) => {
        log.warn('the use of sessions could not be written down', { error });
      });
    },
  };
}
