/** Who may sign in, as a backup keeps it: from the file itself, which a running server only ever replaces whole. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { utf8 } from '@stele/base';
import type { BackupStream } from '@stele/node';
import { backupOfPeople, PEOPLE_FILE } from '@stele/people';

export function peopleStream(dataFolder: string): BackupStream {
  const path = join(dataFolder, PEOPLE_FILE);
  return {
    path: PEOPLE_FILE,
    content: async () => {
      const text = await textIn(path);
      return text === undefined ? undefined : Readable.from([utf8(backupOfPeople(text, path))]);
    },
  };
}

/** Undefined: nobody has ever signed in here. */
async function textIn(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
