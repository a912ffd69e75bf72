/** The run of `stele backup`: the node copies the ledger, this asks the running server for what its service keeps, and reports. */

import { resolve } from 'node:path';

import { isCoded, toHex } from '@stele/base';
import { backupFolder, type BackupReport } from '@stele/node';
import { fingerprintOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { chainAt, checkServed } from '../../client/ledger-client.ts';
import { serviceRowsPath } from '../../client/paths.ts';
import { type Invocation, printJson, printLine } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { serverAddressOf } from '../../settings/address.ts';
import { adminKeyOf, dataFolderOf, requiredGenesisOf } from '../../settings/data-folder.ts';
import { progressOn } from '../../terminal/progress.ts';
import { bytesText, countText } from '../../terminal/quantities.ts';
import { peopleStream } from './people-stream.ts';
import { rowBytes, rowsOver, SERVICE_ROWS_FILE, type ServiceRows } from './service-rows.ts';
import { storedRows } from './stored-rows.ts';

export async function makeBackup(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const dataFolder = dataFolderOf(given, world);
  const folder = resolve(world.workingFolder, given.operands[0] ?? '');
  const rows = await serviceRows(invocation, dataFolder);
  let hasRows = false;
  const content = async (): Promise<AsyncIterable<Uint8Array> | undefined> => {
    const given = await rows();
    hasRows = given !== undefined;
    return given === undefined ? undefined : rowBytes(given);
  };
  const progress = progressOn(world.err);
  let report: BackupReport;
  try {
    report = await backupFolder({
      dataFolder,
      backupFolder: folder,
      streams: [{ path: SERVICE_ROWS_FILE, content }, peopleStream(dataFolder)],
      onProgress: ({ bytes, bytesExpected }) => {
        progress.show(text('backup.copying'), bytes, bytesExpected);
      },
    });
  } finally {
    progress.clear();
  }
  if (given.flag('json')) {
    const { copiedBytes, totalBytes, manifest } = report;
    const { files, ...rest } = manifest;
    printJson(world, {
      folder,
      ...rest,
      files: files.length,
      totalBytes,
      copiedBytes,
      service: hasRows,
    });
  } else for (const line of linesOf(invocation, folder, report)) printLine(world, line);
  return exitCodes.done;
}

/** A server that runs gives them; without one, the service's own store does. */
async function serviceRows(invocation: Invocation, folder: string): Promise<ServiceRows> {
  const address = await ownServer(invocation, folder);
  if (address === undefined) return () => storedRows(folder);
  const server = { url: `${address}${serviceRowsPath}`, key: adminKeyOf(folder) };
  return () => rowsOver(server);
}

/** Where this very chain is served; undefined when it is not. CHAIN_MISMATCH and UNREACHABLE when the address was named. */
async function ownServer(
  { arguments: given, world }: Invocation,
  folder: string,
): Promise<string | undefined> {
  const address = serverAddressOf(given, world, folder);
  const own = toHex(fingerprintOf(requiredGenesisOf(folder), nodeCrypto));
  try {
    checkServed(await chainAt(address), { address, folder }, own);
    return address;
  } catch (error) {
    if (isCoded(error) && given.value('url') === undefined) return undefined;
    throw error;
  }
}

function linesOf(
  { text, style }: Invocation,
  folder: string,
  { manifest, copiedBytes, totalBytes }: BackupReport,
): readonly string[] {
  const { number, fingerprint, checkpoint } = manifest;
  const entries = countText(checkpoint.size);
  const sizes = { entries, total: bytesText(totalBytes), copied: bytesText(copiedBytes) };
  return [
    `${style.good('✓')} ${text('backup.done', { number, fingerprint, folder })}`,
    text('backup.holds', sizes),
    text('backup.secrets'),
  ];
}
