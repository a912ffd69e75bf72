/** The public codes of signing in, as HTTP answers: status, title, the next step. */

import type { Catalogue, CodeEntry } from '@stele/server';

const entry = (
  status: number,
  title: string,
  action: string,
  shows?: readonly string[],
): CodeEntry => ({ status, title, action, ...(shows === undefined ? {} : { shows }) });

const SIGN_IN: Catalogue = {
  CODE_NEEDED: entry(
    401,
    'A code of the authenticator app is needed as well.',
    'Send name and password again, with `code`.',
  ),
  PASSKEY_NEEDS_NAME: entry(
    409,
    'Passkeys do not work under an address.',
    'Open the console under a host name, such as http://localhost on the machine itself.',
  ),
  SIGN_IN_BUSY: entry(
    503,
    'Too many people are signing in at this moment.',
    'Try again after the time in Retry-After.',
  ),
  SIGN_IN_LINK_UNKNOWN: entry(
    401,
    'The link is not known, or has expired.',
    'Run `npx stele open` on the machine of the server, or ask an administrator for a new link.',
  ),
  SIGN_IN_LINK_USED: entry(
    401,
    'The link has been used.',
    'Run `npx stele open` on the machine of the server, or ask an administrator for a new link; if it was not you who used it, tell an administrator.',
  ),
  SIGN_IN_REFUSED: entry(
    401,
    'Nobody is signed in by this.',
    'Check name, password and code; if it was forgotten, ask an administrator for a link.',
  ),
  TRIES_TOO_MANY: entry(
    429,
    'There were too many wrong tries.',
    'Wait for the time in Retry-After, or sign in with a passkey or a link.',
  ),
};

const WAYS: Catalogue = {
  CODE_SETUP_MISSING: entry(
    409,
    'No authenticator app is being set up.',
    'Begin again with POST /v1/me/totp; a secret that was shown holds for ten minutes.',
  ),
  CODE_WRONG: entry(
    422,
    'The code is not of the secret that was shown.',
    'Give the newest code of the app; check that the clock of the phone is right.',
  ),
  PASSKEYS_TOO_MANY: entry(409, 'You have as many passkeys as you may.', 'Remove one first.', [
    'limit',
    'countMax',
  ]),
  PASSKEY_EXISTS: entry(409, 'The passkey has been added already.', 'Use it to sign in.'),
  PASSKEY_INVALID: entry(
    422,
    'The passkey could not be added.',
    'Begin again; the browser has five minutes to answer.',
  ),
  PASSKEY_UNKNOWN: entry(404, 'You have no such passkey.', 'List your passkeys.'),
  PASSWORD_TOO_LONG: entry(422, 'The password is too long.', 'Use at most 200 characters.'),
  PASSWORD_TOO_SHORT: entry(
    422,
    'The password is too short.',
    'Use at least 10 characters; a few words together are easy to remember.',
  ),
  PASSWORD_WRONG: entry(
    422,
    'The current password is another one.',
    'Give the current password, or sign in by a link and set a new one within fifteen minutes.',
  ),
  SESSION_NOT_FRESH: entry(
    403,
    'This needs somebody who has just signed in.',
    'Sign out, sign in again, and do it within fifteen minutes.',
  ),
  SESSION_UNKNOWN: entry(404, 'You have no such session.', 'List your sessions.'),
  WAY_MISSING: entry(
    404,
    'There is nothing to remove.',
    'GET /v1/session says which ways to sign in you have.',
  ),
};

const PEOPLE: Catalogue = {
  ADMIN_LAST: entry(
    409,
    'Somebody has to stay administrator.',
    'Make another person administrator first.',
  ),
  PEOPLE_FILE_UNWRITABLE: entry(
    503,
    'Who may sign in cannot be written down.',
    'Tell the operator to look at the disk; nothing was changed.',
  ),
  PEOPLE_TOO_MANY: entry(
    409,
    'There are as many people as there may be.',
    'Remove some who have left.',
    ['limit', 'countMax'],
  ),
  PERSON_EXISTS: entry(409, 'Somebody has this name already.', 'Use a name that tells them apart.'),
  PERSON_NAME_EMPTY: entry(422, 'The name is empty.', 'Send a name that people can read.'),
  PERSON_UNKNOWN: entry(404, 'There is no such person.', 'List the people.'),
};

/** Every public code of this package. */
export const PEOPLE_CODES: Catalogue = { ...SIGN_IN, ...WAYS, ...PEOPLE };

/** Of a route that writes. */
export const WRITE_CODES = ['PEOPLE_FILE_UNWRITABLE'];
