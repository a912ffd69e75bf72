/** The bearer key file as a server takes it: looked at as strictly as the private keys beside it. */

import { type Stats, statSync } from 'node:fs';

import { bearerKeyId } from '@stele/server';

import { reasonOf } from '../../files/reason.ts';
import { adminKeyOf, adminKeyPath } from '../../settings/data-folder.ts';
import { trouble } from '../../trouble.ts';

const othersMask = 0o077;

/** ADMIN_KEY_MISSING, ADMIN_KEY_MALFORMED, KEY_EXPOSED, KEY_UNREADABLE. */
export function checkedAdminKeyOf(folder: string): string {
  const path = adminKeyPath(folder);
  const information = statOf(path);
  // Reading a pipe would wait for its writer for ever.
  if (!information.isFile()) throw trouble('ADMIN_KEY_MALFORMED', { path });
  if ((information.mode & othersMask) !== 0) throw trouble('KEY_EXPOSED', { path });
  const key = adminKeyOf(folder);
  if (bearerKeyId(key) === undefined) throw trouble('ADMIN_KEY_MALFORMED', { path });
  return key;
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw trouble('ADMIN_KEY_MISSING', { path }, error);
    throw trouble('KEY_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
}
