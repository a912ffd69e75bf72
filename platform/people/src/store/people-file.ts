/**
 * `people.json` of the data folder: the whole state as JSON, replaced in one step and synced, for nobody else's eyes. A file that is
 * there and cannot be read stops the start: taken for empty, it would let the next link make a new administrator.
 */

import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure } from '@stele/base';
import { FORMAT, stateOf } from './people-schema.ts';
import type { PeopleState } from './people-state.ts';

export const PEOPLE_FILE = 'people.json';

const OTHERS_MASK = 0o077;

/** Undefined: there is none yet. Fails with PEOPLE_FILE_UNREADABLE, PEOPLE_FILE_EXPOSED, PEOPLE_FILE_DAMAGED. */
export async function readPeopleFile(path: string): Promise<PeopleState | undefined> {
  const text = await textOf(path);
  return text === undefined ? undefined : stateIn(text, path);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & OTHERS_MASK) !== 0) throw exposed(path);
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    if (code === 'ENOENT') return undefined;
    if (code === 'PEOPLE_FILE_EXPOSED') throw cause;
    throw failure('PEOPLE_FILE_UNREADABLE', `${path} cannot be read`, {
      action: 'Check that the user of this server may read it.',
      data: { path },
      cause,
    });
  }
}

/** What a text of the file says. Fails with PEOPLE_FILE_DAMAGED, naming `path`. */
function stateIn(text: string, path: string): PeopleState {
  const state = stateOf(parsed(text, path));
  if (state === undefined) throw damaged(path);
  return state;
}

function parsed(text: string, path: string): unknown {
  const [, members, digest] = SEALED.exec(text) ?? [];
  if (members !== undefined && digestOf(members) !== digest) throw damaged(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function textOfState({ people, links, sessions }: PeopleState): string {
  const members = JSON.stringify({ format: FORMAT, people, links, sessions }).slice(0, -1);
  return `${members},"sha256":"${digestOf(members)}"}\n`;
}

/** The last member, and what it covers. A file that was written by hand has none. */
const SEALED = /^(.*),"sha256":"([0-9a-f]{64})"\}\n$/s;

/** A letter that changed in a name, or a digit in a time, is JSON still. */
function digestOf(members: string): string {
  return createHash('sha256').update(members).digest('hex');
}

/**
 * The file as a backup keeps it: who there is and how they sign in. Links and sessions stay behind, so that none that was ended comes
 * back with a restored folder. Fails with PEOPLE_FILE_DAMAGED.
 */
export function backupOfPeople(text: string, path: string): string {
  return textOfState({ ...stateIn(text, path), links: [], sessions: [] });
}

const DRAFT_BYTES = 6;
const DRAFT_END = '.new';

/** Removes what a crash left of files that were being written: each has all the secrets of the whole. */
export async function removeDrafts(path: string): Promise<void> {
  const start = `${basename(path)}.`;
  const length = start.length + 2 * DRAFT_BYTES + DRAFT_END.length;
  for (const name of await readdir(dirname(path))) {
    const isDraft = name.length === length && name.startsWith(start) && name.endsWith(DRAFT_END);
    if (isDraft) await unlink(join(dirname(path), name));
  }
}

/** Whole or not at all, and on the disk when it returns. Fails with PEOPLE_FILE_UNWRITABLE. */
export async function writePeopleFile(path: string, state: PeopleState): Promise<void> {
  const draft = `${path}.${randomBytes(DRAFT_BYTES).toString('hex')}${DRAFT_END}`;
  try {
    await writeSynced(draft, textOfState(state));
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await unlink(draft).catch(() => undefined);
    throw failure('PEOPLE_FILE_UNWRITABLE', `${path} cannot be written`, {
      action: 'Check that the user of this server may write to the folder and that there is space.',
      retryable: true,
      data: { path },
      cause,
    });
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function exposed(path: string): Error {
  return failure('PEOPLE_FILE_EXPOSED', `others on this machine can read ${path}`, {
    action: `Find out who could have read it; if it is still yours alone, run: chmod 600 ${path}`,
    data: { path },
  });
}

function damaged(path: string, cause?: unknown): Error {
  return failure('PEOPLE_FILE_DAMAGED', `${path} does not say who may sign in`, {
    action:
      'Put the file back from a backup. Without one, move it away: the next start begins with one administrator and a new link.',
    data: { path },
    cause,
  });
}
