/** The run of `stele notarize` from names to report. */

import { toHex } from '@stele/base';
import type { Ledger } from '@stele/sdk';

import { connectTo } from '../client/ledger-client.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { adminKeyOf } from '../settings/data-folder.ts';
import { inCounts, progressOn } from '../terminal/progress.ts';
import { certifyFiles } from './certify-files.ts';
import { curlOf } from './curl.ts';
import type { OperatorPlace } from './operator.ts';
import type { FileOutcome } from './outcome.ts';
import { digestFiles, nameFiles } from './prepare-files.ts';
import { recordFiles } from './record-files.ts';
import type { DigestedFile } from './record.ts';
import { exitCodeOfAll, reportOutcomes } from './report.ts';

export async function notarizeFiles(
  invocation: Invocation,
  place: OperatorPlace,
): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const named = await nameFiles(given.operands, world.workingFolder);
  for (const path of named.receipts) {
    world.err.write(`${text('notarize.skipped', { path })}\n`);
  }
  // Before anything is read: gigabytes are not hashed for a server that is not there.
  const ledger = given.flag('curl') ? undefined : await connect(place);
  const digesting = await digestFiles(named.files, progressOn(world.err));
  if (ledger === undefined) {
    const withCertificate = given.flag('certificate');
    printLine(world, curlOf(place, digesting.files, { withCertificate }));
    return exitCodeOfAll(digesting.failed);
  }
  const recorded = await record(invocation, { ...place, ledger }, digesting.files);
  const byPath = new Map<string, FileOutcome>();
  for (const outcome of [...digesting.failed, ...recorded]) byPath.set(outcome.path, outcome);
  const all = named.files.flatMap(({ path }) => byPath.get(path) ?? []);
  const outcomes = given.flag('certificate') ? await certify(invocation, place, all) : all;
  reportOutcomes(invocation, toHex(place.operator.chain.fingerprint), outcomes);
  return exitCodeOfAll(outcomes);
}

async function certify(
  { arguments: given, world, text }: Invocation,
  { address }: OperatorPlace,
  outcomes: readonly FileOutcome[],
): Promise<readonly FileOutcome[]> {
  const progress = progressOn(world.err, inCounts);
  let made = 0;
  const certified = await certifyFiles(outcomes, {
    address,
    force: given.flag('force'),
    onWritten: () => {
      progress.show(text('notarize.certifying'), ++made, outcomes.length);
    },
  });
  progress.clear();
  return certified;
}

async function connect(place: OperatorPlace): Promise<Ledger> {
  return await connectTo(place, place.operator.chain, adminKeyOf(place.folder));
}

async function record(
  { arguments: given, world, text }: Invocation,
  { folder, operator, ledger }: OperatorPlace & { readonly ledger: Ledger },
  files: readonly DigestedFile[],
): Promise<readonly FileOutcome[]> {
  const progress = progressOn(world.err, inCounts);
  let written = 0;
  progress.show(text('notarize.recording', { count: files.length }), 0, files.length);
  const outcomes = await recordFiles(
    {
      folder,
      operator,
      ledger,
      idempotencyKey: given.value('idempotency-key'),
      force: given.flag('force'),
      onWritten: () => {
        progress.show(text('notarize.writing'), ++written, files.length);
      },
    },
    files,
  );
  progress.clear();
  return outcomes;
}
