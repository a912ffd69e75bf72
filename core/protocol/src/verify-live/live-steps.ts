/** Steps of a live proof: two headers in the log, an effect in one of them, its live bit in the other (spec/live-proof.md). */

import { equal, rejection } from '@stele/base';
import { decodeEffect } from '../effect.ts';
import { decodeEntry } from '../entry.ts';
import { decodeHeader, type Header } from '../header.ts';
import { COSIGN_LAG_MS_MAX } from '../limits.ts';
import { leafHash, rootFromInclusion } from '../merkle.ts';
import { found, pass, type StepDefinition, type StepResult } from '../verify-receipt/findings.ts';
import { lastMs } from '../verify-receipt/log-steps.ts';
import type { LiveFindings } from './live-findings.ts';
import type { PlacedHeader } from './live-proof.ts';

const CHUNK_BYTES = 256;
const CHUNK_BITS = 8 * CHUNK_BYTES;

type LiveStep = StepDefinition<LiveFindings>;

export const HEADER_STEPS: readonly LiveStep[] = [
  { name: 'header', part: 'inclusion', needs: ['origin'], run: header },
  { name: 'at-header', part: 'inclusion', needs: ['origin'], run: atHeader },
  { name: 'effect', part: 'inclusion', needs: ['header'], run: effect },
  { name: 'live', part: 'inclusion', needs: ['effect', 'at-header'], run: live },
];

export const ASKED_STEPS: readonly LiveStep[] = [
  { name: 'row', part: 'integrity', needs: ['effect'], run: row },
  { name: 'height', part: 'integrity', needs: ['at-header'], run: height },
];

export const LIVE_TIME_STEPS: readonly LiveStep[] = [
  { name: 'time', part: 'time', needs: ['at-header', 'cosignatures'], run: time },
];

function header(findings: LiveFindings): StepResult {
  const placed = found(findings.proof).header;
  const read = headerInLog(findings, placed);
  findings.header = read;
  return pass(`the header of block ${String(read.height)} is entry ${String(placed.index)}`);
}

function atHeader(findings: LiveFindings): StepResult {
  const placed = found(findings.proof).atHeader;
  const read = headerInLog(findings, placed);
  findings.atHeader = read;
  return pass(`the header of block ${String(read.height)} is entry ${String(placed.index)}`);
}

function headerInLog(findings: LiveFindings, { entry, index, path }: PlacedHeader): Header {
  const { logHash } = found(findings.chain).suite;
  const { size, root } = found(findings.form).proof.signed.checkpoint;
  const computed = rootFromInclusion(logHash, {
    index,
    size,
    leafHash: leafHash(logHash, entry),
    path,
  });
  if (computed === undefined || !equal(computed, root)) {
    throw notIncluded('a header to the checkpoint');
  }
  const { kind, content } = decodeEntry(entry);
  if (kind !== 'header') throw rejection('ENTRY_NOT_HEADER', 'the entry is no header');
  return decodeHeader(content);
}

function effect(findings: LiveFindings): StepResult {
  const { effect: bytes, number, effectPath } = found(findings.proof);
  const { H } = found(findings.chain).suite;
  const { firstEffect, effectCount, effectsRoot, height: block } = found(findings.header);
  const computed = rootFromInclusion(H, {
    index: number - firstEffect,
    size: effectCount,
    leafHash: leafHash(H, bytes),
    path: effectPath,
  });
  if (computed === undefined || !equal(computed, effectsRoot)) {
    throw notIncluded('the effect to the effects of its block');
  }
  const read = decodeEffect(bytes);
  if (read.kind !== 'put') throw rejection('EFFECT_NOT_PUT', 'only what was put can be live');
  findings.effect = read;
  return pass(`effect ${String(number)} put a row in block ${String(block)}`);
}

function live(findings: LiveFindings): StepResult {
  const { number, liveChunk, livePath } = found(findings.proof);
  const { H } = found(findings.chain).suite;
  const { height: block } = found(findings.header);
  const { height: at, firstEffect, effectCount, liveRoot } = found(findings.atHeader);
  const count = firstEffect + effectCount;
  if (at < block || number >= count) {
    throw rejection('HEIGHTS_REVERSED', 'the effect was made after the height');
  }
  const computed = rootFromInclusion(H, {
    index: Math.floor(number / CHUNK_BITS),
    size: Math.ceil(count / CHUNK_BITS),
    leafHash: leafHash(H, liveChunk),
    path: livePath,
  });
  const isWhole = liveChunk.length === CHUNK_BYTES;
  if (!isWhole || computed === undefined || !equal(computed, liveRoot)) {
    throw notIncluded('the live bits to those of the height');
  }
  const byte = liveChunk[Math.floor((number % CHUNK_BITS) / 8)] ?? 0;
  findings.isLive = ((byte >> (number % 8)) & 1) === 1;
  const state = findings.isLive ? 'live' : 'no longer live';
  return pass(`after block ${String(at)} the row was ${state}`);
}

function row(findings: LiveFindings): StepResult {
  const { row: asked } = findings.live;
  const { contract, table, key, value } = found(findings.effect);
  if (asked === undefined) return pass('no particular row was asked about');
  const isAsked =
    asked.contract === contract &&
    asked.table === table &&
    equal(asked.key, key) &&
    (asked.value === undefined || (value !== null && equal(asked.value, value)));
  if (!isAsked) throw rejection('ROW_MISMATCH', 'the proof is of another row than asked about');
  return pass('the proof is of the row asked about');
}

function height(findings: LiveFindings): StepResult {
  const { height: asked } = findings.live;
  const { height: at } = found(findings.atHeader);
  if (asked === undefined) return pass('no particular height was asked about');
  if (asked === at) return pass('the proof is of the height asked about');
  throw rejection('HEIGHT_MISMATCH', `the proof is of height ${String(at)}`);
}

function time(findings: LiveFindings): StepResult {
  const { timeMs } = found(findings.atHeader);
  const { seconds } = found(findings.cosigned);
  if (seconds.some((second) => timeMs > lastMs(second) + COSIGN_LAG_MS_MAX)) {
    throw rejection('TIME_INCONSISTENT', 'the block claims to be later than its cosignatures');
  }
  return pass('the block is not later than the cosignatures by more than 15 s');
}

function notIncluded(what: string): Error {
  return rejection('INCLUSION_FAILED', `the proof does not lead from ${what}`);
}
