/** @stele/people: who may sign in: people, one-time links, passwords, codes, passkeys, sessions. */

export { openPeople } from './people.ts';
export type { People, PeopleOptions } from './people.ts';
export { PEOPLE_CODES } from './http/catalogue.ts';
export { signInPath } from './http/sign-in-path.ts';
export type { NewLink } from './links/links.ts';
export type { PasswordCost } from './passwords/password-hash.ts';
export { backupOfPeople, PEOPLE_FILE } from './store/people-file.ts';
export type { Organisation } from './world.ts';
export {
  LINK_LIFETIME_MS,
  PASSWORD_LENGTH_MIN,
  PEOPLE_MAX,
  SESSION_IDLE_MS,
  SESSION_LIFETIME_MS,
} from './limits.ts';
