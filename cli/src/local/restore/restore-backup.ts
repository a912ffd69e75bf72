/** The run of `stele restore`: the node restores and verifies; here it is watched and reported. */

import { resolve } from 'node:path';

import { restoreFolder, type RestoreReport } from '@stele/node';

import { type Invocation, printJson, printLine } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { dataFolderOf } from '../../settings/data-folder.ts';
import { programName } from '../../settings/program-name.ts';
import { localTime } from '../../terminal/local-time.ts';
import { inCounts, type Progress, progressOn } from '../../terminal/progress.ts';
import { bytesText, countText } from '../../terminal/quantities.ts';
import { trouble } from '../../trouble.ts';
import { quietLog } from '../quiet-log.ts';
import { latestCheckpoint } from './latest-checkpoint.ts';
import { putServiceRows } from './put-service-rows.ts';

export async function restoreBackup(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const folder = dataFolderOf(given, world);
  const backup = resolve(world.workingFolder, given.operands[0] ?? '');
  const place = given.value('latest');
  const sameLineage = given.flag('same-lineage');
  if (sameLineage && place === undefined) throw trouble('LATEST_MISSING');
  const latest = place === undefined ? undefined : await latestCheckpoint(place, world);
  const watch = watched(invocation);
  let report: RestoreReport;
  try {
    report = await restoreFolder({
      backupFolder: backup,
      dataFolder: folder,
      latest,
      sameLineage,
      reason: given.value('reason'),
      log: quietLog,
      prepare: putServiceRows,
      onProgress: watch.show,
    });
  } finally {
    watch.clear();
  }
  if (given.flag('json')) printJson(world, jsonOf(folder, report));
  else for (const line of linesOf(invocation, folder, report)) printLine(world, line);
  return exitCodes.done;
}

type OnProgress = NonNullable<Parameters<typeof restoreFolder>[0]['onProgress']>;

/** Bytes while files are copied, entries while they are derived. */
function watched({ world, text }: Invocation): {
  readonly show: OnProgress;
  readonly clear: () => void;
} {
  const copying = progressOn(world.err);
  const deriving = progressOn(world.err, inCounts);
  const all: readonly Progress[] = [copying, deriving];
  return {
    show: (progress) => {
      if (progress.step === 'copying') {
        copying.show(text('restore.copying'), progress.bytes, progress.bytesExpected);
      } else {
        const { entries, entriesExpected } = progress;
        deriving.show(text('restore.deriving'), entries, entriesExpected);
      }
    },
    clear: () => {
      for (const one of all) one.clear();
    },
  };
}

function jsonOf(folder: string, { manifest, ...report }: RestoreReport): object {
  const { number, madeAt, fingerprint, checkpoint } = manifest;
  return { folder, backup: { number, madeAt }, fingerprint, checkpoint, ...report };
}

function linesOf(invocation: Invocation, folder: string, report: RestoreReport): readonly string[] {
  const { text, style, world } = invocation;
  const { manifest, files, bytes, entries, lineage, origin } = report;
  const time = localTime(Date.parse(manifest.madeAt));
  const check = style.good('✓');
  return [
    `${check} ${text('restore.verified', { files: countText(files), bytes: bytesText(bytes) })}`,
    `${check} ${text('restore.derived', { entries: countText(entries), time })}`,
    lossLine(invocation, report),
    text(lineage === 'new' ? 'restore.newLineage' : 'restore.keptLineage', { origin }),
    text('restore.start', { program: programName(world), folder }),
  ];
}

function lossLine({ text }: Invocation, { loss }: RestoreReport): string {
  switch (loss.kind) {
    case 'none':
      return text('restore.lossNone');
    case 'unknown':
      return text('restore.lossUnknown');
    case 'entries':
      return text('restore.lossEntries', { count: loss.count });
    case 'older':
      return text('restore.lossOlder');
    case 'forked':
      return text('restore.lossForked');
  }
}
