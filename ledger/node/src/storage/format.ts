/** `FORMAT`: the version of everything on the disk (spec/disk.md). It is read before anything is touched. */

import { failure, fromUtf8, utf8 } from '@stele/base';

import type { ReadableDisk } from './disk.ts';
import { FORMAT_PATH } from './layout.ts';

const NAME = 'stele-data';
/** 2: the state has term rows; 3: it says which effects a block ended. */
const VERSION = 3;
const LINE = /^stele-data ([1-9][0-9]{0,8})\n$/;

export const FORMAT_LINE: Uint8Array = utf8(`${NAME} ${String(VERSION)}\n`);

/** Whether the folder has a format, which is this program's. Fails with FORMAT_EARLIER, FORMAT_NEWER or FORMAT_UNKNOWN. */
export async function checkFormat(disk: ReadableDisk): Promise<'absent' | 'current'> {
  const format = await readFormat(disk);
  if (format !== 'earlier') return format;
  throw failure('FORMAT_EARLIER', 'the data folder was written by an earlier version of Stele', {
    action: 'Start the node in it once: that brings it up to date. Nothing was changed.',
  });
}

/** The same for whoever can bring an earlier format up to date. Fails with FORMAT_NEWER or FORMAT_UNKNOWN. */
export async function readFormat(disk: ReadableDisk): Promise<'absent' | 'earlier' | 'current'> {
  const bytes = await disk.read(FORMAT_PATH);
  if (bytes === undefined) return 'absent';
  const version = Number(LINE.exec(textOf(bytes))?.[1]);
  if (version === VERSION) return 'current';
  if (version < VERSION) return 'earlier';
  if (version > VERSION) {
    throw failure(
      'FORMAT_NEWER',
      `the data folder was written by a newer version of Stele (format ${String(version)}, this one knows ${String(VERSION)})`,
      {
        action: 'Start it with that version or a later one. Nothing was changed.',
        data: { format: version, known: VERSION },
      },
    );
  }
  throw failure('FORMAT_UNKNOWN', 'the file FORMAT in the data folder is not one of Stele', {
    action: `Name another data folder, or put the line "${NAME} ${String(VERSION)}" back into it. Nothing was changed.`,
  });
}

/** Any byte for a character: what is no format line is refused anyway. */
function textOf(bytes: Uint8Array): string {
  return bytes.every((byte) => byte < 0x80) ? fromUtf8(bytes) : '';
}
