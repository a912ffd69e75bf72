/** `stele restore FOLDER`: a data folder made from a backup, every byte of it verified. Opens the folders itself. */

import type { Command } from '../command.ts';

export const restore: Command = {
  name: 'restore',
  operands: { label: 'FOLDER', min: 1, max: 1 },
  options: [
    { name: 'data', value: 'NEW', help: 'restore.target' },
    { name: 'latest', value: 'FILE|URL', help: 'restore.latest' },
    { name: 'same-lineage', help: 'restore.sameLineage' },
    { name: 'reason', value: 'TEXT', help: 'restore.reason' },
  ],
  about: 'restore.about',
  calls: [],
  run: async (invocation) =>
    (await import('../local/restore/restore-backup.ts')).restoreBackup(invocation),
};
