/** `--latest`: the newest checkpoint that anybody has, from a file or from whoever serves the log. Who signed it, the node checks. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { checkpointTextIn } from '@stele/node';

import { reasonOf } from '../../files/reason.ts';
import { trouble } from '../../trouble.ts';
import type { World } from '../../world.ts';

const CHECKPOINT_URL_PATH = '/log/main/checkpoint';
/** A checkpoint has a few lines; what is longer is none. */
const BYTES_MAX = 65_536;
const TIMEOUT_MS = 10_000;

/** The text as signed. An address without a path is that of a server. Rejects with LATEST_UNREADABLE. */
export async function latestCheckpoint(place: string, world: World): Promise<string> {
  const text = /^https?:\/\//.test(place) ? await fetched(place) : await inFile(place, world);
  if (text.length <= BYTES_MAX) return text;
  throw unreadable(place, `${String(text.length)} bytes`);
}

async function inFile(place: string, { workingFolder }: World): Promise<string> {
  try {
    return checkpointTextIn(await readFile(resolve(workingFolder, place)));
  } catch (error) {
    throw unreadable(place, reasonOf(error), error);
  }
}

async function fetched(place: string): Promise<string> {
  try {
    const url = new URL(place);
    if (url.pathname === '/') url.pathname = CHECKPOINT_URL_PATH;
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.ok) return await answer.text();
    throw unreadable(place, `HTTP ${String(answer.status)}`);
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) {
      throw unreadable(place, error.message, error);
    }
    throw error;
  }
}

function unreadable(place: string, reason: string, cause?: unknown): Error {
  return trouble('LATEST_UNREADABLE', { place, reason }, cause);
}
