/**
 * Verification of a live proof, step by step (spec/live-proof.md): a pure function of the proof and the fingerprints the reader trusts.
 * Who speaks for the chain, and who has signed the checkpoint, is judged by the steps of a receipt.
 */

import { isCoded, rejection } from '@stele/base';
import { parseCheckpoint, type SignedCheckpoint } from '../checkpoint.ts';
import { CHAIN_STEPS } from '../verify-receipt/chain-steps.ts';
import { pass, type StepDefinition, type StepResult } from '../verify-receipt/findings.ts';
import { LOG_STEPS } from '../verify-receipt/log-steps.ts';
import {
  type Parts,
  partVerdicts,
  runSteps,
  type Step,
  type VerdictName,
  verdictOf,
} from '../verify-receipt/run-steps.ts';
import {
  type Assurance,
  assuranceOf,
  chainOf,
  type ChainSummary,
  rfc3339,
} from '../verify-receipt/summary.ts';
import { TIME_STEPS } from '../verify-receipt/time-steps.ts';
import type { LiveFindings, LiveInput } from './live-findings.ts';
import { parseLiveProof } from './live-proof.ts';
import { ASKED_STEPS, HEADER_STEPS, LIVE_TIME_STEPS } from './live-steps.ts';

export interface LiveVerdict {
  readonly verdict: VerdictName;
  readonly parts: Parts;
  readonly steps: readonly Step[];
  /** What is proven; absent unless every step has passed but that the chain may not be one the reader trusts. */
  readonly row?: ProvenRow;
  readonly chain?: ChainSummary;
  readonly assurance?: Assurance;
}

export interface ProvenRow {
  readonly contract: string;
  readonly table: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** Number of the effect that put it, and the height of its block. */
  readonly effect: number;
  readonly putAtHeight: number;
  /** Whether it was live after the block of `atHeight`; its time, RFC 3339. */
  readonly live: boolean;
  readonly atHeight: number;
  readonly at: string;
}

const STEPS: readonly StepDefinition<LiveFindings>[] = [
  { name: 'format', part: 'integrity', needs: [], run: format },
  ...CHAIN_STEPS,
  ...stepsOf(LOG_STEPS, ['origin']),
  ...HEADER_STEPS,
  ...ASKED_STEPS,
  ...stepsOf(LOG_STEPS, ['log-signature', 'cosignatures']),
  ...LIVE_TIME_STEPS,
  ...stepsOf(TIME_STEPS, ['trust']),
];

function stepsOf(
  all: readonly StepDefinition[],
  names: readonly string[],
): readonly StepDefinition[] {
  return all.filter(({ name }) => names.includes(name));
}

/** Verifies a live proof. Never throws for any input: what is wrong with it is in the verdict. */
export function verifyLive(proof: Uint8Array, input: LiveInput): LiveVerdict {
  const { crypto, trusted } = input;
  const findings: LiveFindings = { bytes: proof, input: { crypto, trusted }, live: input };
  const steps = runSteps(STEPS, findings);
  const verdict = verdictOf(steps);
  const row = verdict === 'invalid' ? undefined : rowOf(findings);
  const chain = chainOf(findings);
  const assurance = assuranceOf(findings);
  return {
    verdict,
    parts: partVerdicts(steps),
    steps,
    ...(row && { row }),
    ...(chain && { chain }),
    ...(assurance && { assurance }),
  };
}

/** The parts that receipts have too are laid where their steps look for them. */
function format(findings: LiveFindings): StepResult {
  const proof = parseLiveProof(findings.bytes);
  const { genesis, charters, statements, atHeader } = proof;
  const signed = readCheckpoint(proof.checkpoint);
  const receipt = { entry: atHeader.entry, proof: '', genesis, charters, statements };
  findings.form = { receipt, proof: { index: atHeader.index, path: atHeader.path, signed } };
  findings.proof = proof;
  return pass('the proof is well-formed');
}

function readCheckpoint(text: string): SignedCheckpoint {
  try {
    return parseCheckpoint(text);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw rejection('LIVE_PROOF_MALFORMED', cause.message, { cause });
  }
}

function rowOf({ proof, effect, header, atHeader, isLive }: LiveFindings): ProvenRow | undefined {
  const isFound = proof !== undefined && header !== undefined && atHeader !== undefined;
  if (!isFound || isLive === undefined || effect === undefined || effect.value === null) {
    return undefined;
  }
  const { contract, table, key, value } = effect;
  return {
    contract,
    table,
    key,
    value,
    effect: proof.number,
    putAtHeight: header.height,
    live: isLive,
    atHeight: atHeader.height,
    at: rfc3339(atHeader.timeMs),
  };
}
