/**
 * PostgreSQL refuses to run as root. A process that is root runs it as another account of the machine, which has to be able to reach
 * folder and programs; an ordinary user runs it as itself. No account is ever made.
 */

import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** In order of preference: its own account where a PostgreSQL is or was installed, else the one that every machine has. */
const NAMES = ['postgres', 'nobody'];
const OTHERS_ENTER = 0o001;
const GROUP_ENTER = 0o010;
const OWNER_ENTER = 0o100;

/** The account to run as; undefined: as this process does. */
export async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of NAMES) {
    const [, , uid, gid] = lines.find(([name]) => name === wanted) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** Whether the account may enter every folder above the path. */
export async function canReach(account: Account | undefined, path: string): Promise<boolean> {
  if (account === undefined) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await mayEnter(account, folder))) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function mayEnter({ uid, gid }: Account, folder: string): Promise<boolean> {
  const found = await stat(folder);
  const bit = found.uid === uid ? OWNER_ENTER : found.gid === gid ? GROUP_ENTER : OTHERS_ENTER;
  return (found.mode & bit) !== 0;
}
