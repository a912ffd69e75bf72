/** `stele asset prove`: a proof that an output is live, or spent, as of a block, into a file. It is verified before it is written. */

import { rejection, utf8 } from '@stele/base';
import type { ProvenRow } from '@stele/protocol';

import { numberOption } from '../arguments.ts';
import { curlCommand } from '../client/curl.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createNew } from '../files/create-new.ts';
import { localTime } from '../terminal/local-time.ts';
import { countText } from '../terminal/quantities.ts';
import { outputVerdict, verdictJson } from './live-verdict.ts';
import { outputIn } from './output-argument.ts';
import { chainCallPlace, sessionOf } from './session.ts';

const HEIGHT = { min: 0, max: 999_999_999_999_999 };

interface Wanted {
  readonly output: string;
  /** Absent: the newest block that is proven. */
  readonly atHeight?: number;
}

export async function proveAsset(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const output = outputIn(given.operands[0] ?? '');
  const atHeight = numberOption(given, 'at', HEIGHT);
  const wanted: Wanted = { output, ...(atHeight === undefined ? {} : { atHeight }) };
  const path = given.value('output') ?? `${output}.live.json`;
  if (given.flag('curl')) {
    printLine(world, curlOf(invocation, wanted, path));
    return exitCodes.done;
  }
  const { ledger } = await sessionOf(invocation);
  const proof = `${JSON.stringify(await ledger.transport.liveProof(wanted), null, 2)}\n`;
  const verdict = outputVerdict(utf8(proof), [ledger.chain.fingerprint]);
  const row = provenRow(verdict, wanted);
  await createNew(path, proof);
  if (given.flag('json')) printJson(world, { path, ...verdictJson(verdict) });
  else printProven(invocation, wanted, { path, row });
  return exitCodes.done;
}

function curlOf(invocation: Invocation, { output, atHeight }: Wanted, path: string): string {
  const { base, keyPath } = chainCallPlace(invocation);
  const query = atHeight === undefined ? '' : `?at=${String(atHeight)}`;
  const url = `${base}/outputs/${output}/proof${query}`;
  return curlCommand({ method: 'GET', url, keyPath, output: path });
}

/** PROOF_INVALID unless it is about this output, after this block. */
function provenRow(
  { verdict, row, output }: ReturnType<typeof outputVerdict>,
  wanted: Wanted,
): ProvenRow {
  const height = wanted.atHeight ?? row?.atHeight;
  const isWanted = output === wanted.output && row?.atHeight === height;
  if (verdict === 'valid' && row !== undefined && isWanted) return row;
  throw unproven(wanted.output);
}

function printProven(
  { world, text }: Invocation,
  { output }: Wanted,
  { path, row }: { readonly path: string; readonly row: ProvenRow },
): void {
  const time = localTime(Date.parse(row.at));
  const said = { output, height: countText(row.atHeight), time };
  world.err.write(`${text(row.live ? 'assetVerify.live' : 'assetVerify.spent', said)}\n`);
  printLine(world, path);
}

function unproven(id: string): Error {
  return rejection('PROOF_INVALID', `what the server gave does not prove what became of ${id}`);
}
