/** Reading no more of a file than it can usefully hold, and never from what is no file: a pipe would be waited for, a device never ends. */

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

import { trouble } from '../trouble.ts';
import { reasonOf } from './reason.ts';

/** The first `bytesMax` bytes of `path`; undefined when there is no such file. FILE_UNREADABLE, FILE_NOT_REGULAR. */
export async function readBounded(path: string, bytesMax: number): Promise<Uint8Array | undefined> {
  let file;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw trouble('FILE_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
  try {
    const information = await file.stat();
    if (!information.isFile()) throw trouble('FILE_NOT_REGULAR', { path });
    // One more than it has now, so that reading ends at its end and not at the buffer's.
    const bytes = Buffer.alloc(Math.min(information.size + 1, bytesMax));
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) {
        return new Uint8Array(bytes.subarray(0, length));
      }
    }
  } finally {
    await file.close();
  }
}
