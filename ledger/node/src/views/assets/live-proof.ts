/**
 * Live proofs (spec/live-proof.md): that an output was live, or spent, after the block of a height. Four paths: the put in its block, that
 * block's header in the log, the bit after the block of the height, and that block's header in the log.
 */

import { setImmediate } from 'node:timers/promises';

import { assert, concat, equal, failure, rejection, toBase64url } from '@stele/base';
import {
  type Hash,
  type Header,
  inclusionPath,
  leafHash,
  type LiveProof,
  type LiveProofQuery,
  rootOf,
} from '@stele/protocol';

import { LIVE_LOOK_BACK_MAX } from '../../limits.ts';
import { treePath } from '../../storage/tree-proofs.ts';
import { type OpenLedger, type ReadHeader, readHeader } from '../open-ledger.ts';
import { effectPlace } from './effect-place.ts';
import { headerAt } from './heights.ts';
import { namedOutput } from './outputs.ts';

const CHUNK_BITS = 2_048;

/** Rejects with OUTPUT_ABSENT, HEIGHT_UNKNOWN, HEIGHT_PAST; fails with NOT_PROVEN while no checkpoint covers the height. */
export async function liveProof(ledger: OpenLedger, query: LiveProofQuery): Promise<LiveProof> {
  const signed = ledger.checkpoints.shown;
  if (signed === undefined) throw notProven();
  const { effect: number } = await namedOutput(ledger, query.output);
  const made = await effectPlace(ledger.reader, number);
  assert(made !== undefined, 'what was put was put by an effect');
  const at = await headerAt(ledger, query.atHeight ?? ledger.tip.height);
  const header = await readHeader(ledger, made.height);
  if (at.header.height < made.height) throw notYetMade(made.height);
  if (at.index >= signed.checkpoint.size) throw notProven();
  const { size } = signed.checkpoint;
  const { statement } = ledger.checkpoints;
  return {
    type: 'stele-live-proof/v1',
    number,
    ...effectPart(ledger, header.header, number),
    header: toBase64url(header.entry),
    headerIndex: header.index,
    headerPath: await logPath(ledger, header, size),
    ...(await livePart(ledger, at.header, number)),
    atHeader: toBase64url(at.entry),
    atHeaderIndex: at.index,
    atHeaderPath: await logPath(ledger, at, size),
    checkpoint: signed.text,
    genesis: toBase64url(ledger.genesis),
    charters: [],
    statements: [
      { bytes: toBase64url(statement.bytes), signature: toBase64url(statement.signature) },
    ],
  };
}

async function logPath(
  { storage, chain }: OpenLedger,
  { index }: ReadHeader,
  size: number,
): Promise<string> {
  return pathText(await treePath(storage.tree, chain.suite.logHash, { index, size }));
}

function effectPart(
  { reader, chain }: OpenLedger,
  { firstEffect }: Header,
  number: number,
): Pick<LiveProof, 'effect' | 'effectPath'> {
  const { H } = chain.suite;
  const effects = reader.effectsOf(firstEffect)?.effects ?? [];
  const effect = effects[number - firstEffect];
  assert(effect !== undefined, 'a block with effects has a record of them');
  const leaves = effects.map((bytes) => leafHash(H, bytes));
  const effectPath = pathText(inclusionPath(H, leaves, number - firstEffect));
  return { effect: toBase64url(effect), effectPath };
}

async function livePart(
  { reader, chain }: OpenLedger,
  { firstEffect, effectCount, liveRoot }: Header,
  number: number,
): Promise<Pick<LiveProof, 'liveChunk' | 'livePath'>> {
  const chunks = await reader.liveChunks(firstEffect + effectCount, LIVE_LOOK_BACK_MAX);
  const place = Math.floor(number / CHUNK_BITS);
  const liveChunk = chunks?.[place];
  if (chunks === undefined || liveChunk === undefined) throw tooFarBack();
  const leaves = await leavesOf(chain.suite.H, chunks);
  assert(equal(rootOf(chain.suite.H, leaves), liveRoot), 'the bits of a height have its root');
  const livePath = pathText(inclusionPath(chain.suite.H, leaves, place));
  return { liveChunk: toBase64url(liveChunk), livePath };
}

/** Hashed between two turns of the event loop: hundreds of millions of effects have tens of thousands of chunks. */
const CHUNKS_A_TURN = 4_096;

async function leavesOf(hash: Hash, chunks: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for (let first = 0; first < chunks.length; first += CHUNKS_A_TURN) {
    if (first > 0) await setImmediate();
    const turn = chunks.slice(first, first + CHUNKS_A_TURN);
    leaves.push(...turn.map((chunk) => leafHash(hash, chunk)));
  }
  return leaves;
}

function pathText(path: readonly Uint8Array[]): string {
  return toBase64url(concat(...path));
}

function notProven(): Error {
  return failure('NOT_PROVEN', 'the newest checkpoint of this node does not cover the block yet', {
    action: 'Ask again after the next commit; if it lasts, set the clock of the machine right.',
    retryable: true,
  });
}

function notYetMade(height: number): Error {
  return rejection('HEIGHT_UNKNOWN', `the output was made later, in block ${String(height)}`, {
    action: 'Ask for that height, or a later one.',
  });
}

function tooFarBack(): Error {
  return rejection('HEIGHT_PAST', 'too much has ended since this block to say what was live then', {
    action: 'Ask for a later height; a proof that is kept stays valid.',
  });
}
