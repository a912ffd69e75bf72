/** Small text files that an option names, such as a key in PEM. */

import type { Arguments } from '../arguments.ts';
import { trouble } from '../trouble.ts';
import { readBounded } from './read-bounded.ts';
import { absenceOf } from './reason.ts';

/** What is longer is cut, and then is not what was asked for. */
const textBytesMax = 1_048_576;

/** FILE_UNREADABLE, FILE_NOT_REGULAR; undefined when the option is not given. */
export async function textFileOption(given: Arguments, name: string): Promise<string | undefined> {
  const path = given.value(name);
  return path === undefined ? undefined : await textFileAt(path);
}

/** FILE_UNREADABLE, FILE_NOT_REGULAR. */
export async function textFileAt(path: string): Promise<string> {
  const bytes = await readBounded(path, textBytesMax);
  if (bytes === undefined) throw trouble('FILE_UNREADABLE', { path, reason: absenceOf(path) });
  return Buffer.from(bytes).toString('utf8');
}
