/**
 * Verification of a receipt, step by step (spec/receipt.md, "Verification"): a pure function of the receipt, the file's digests
 * and the fingerprints the reader trusts. No clock, no network, no state.
 */

import { isCoded, rejection } from '@stele/base';
import { parseProof } from '../proof.ts';
import { parseReceipt } from '../receipt.ts';
import { CHAIN_STEPS } from './chain-steps.ts';
import {
  type Findings,
  pass,
  type StepDefinition,
  type StepResult,
  type VerificationInput,
} from './findings.ts';
import { LOG_STEPS } from './log-steps.ts';
import { RECORD_STEPS } from './record-steps.ts';
import {
  type Parts,
  partVerdicts,
  runSteps,
  type Step,
  type VerdictName,
  verdictOf,
} from './run-steps.ts';
import { TIME_STEPS } from './time-steps.ts';
import { summarise, type VerdictSummary } from './summary.ts';

export interface Verdict extends VerdictSummary {
  readonly verdict: VerdictName;
  readonly parts: Parts;
  readonly steps: readonly Step[];
}

const STEPS: readonly StepDefinition[] = [
  { name: 'format', part: 'integrity', needs: [], run: format },
  ...CHAIN_STEPS,
  ...RECORD_STEPS,
  ...LOG_STEPS,
  ...TIME_STEPS,
];

/** Verifies a receipt in JSON or CBOR form. Never throws for any input: what is wrong with it is in the verdict. */
export function verifyReceipt(receipt: Uint8Array, input: VerificationInput): Verdict {
  const findings: Findings = { bytes: receipt, input };
  const steps = runSteps(STEPS, findings);
  const verdict = verdictOf(steps);
  return {
    verdict,
    parts: partVerdicts(steps),
    steps,
    ...summarise(findings, {
      all: verdict !== 'invalid',
      file: steps.some(({ name, result }) => name === 'file' && result === 'pass'),
    }),
  };
}

function format(findings: Findings): StepResult {
  const receipt = parseReceipt(findings.bytes);
  findings.form = { receipt, proof: readProof(receipt.proof) };
  return pass('the receipt is well-formed');
}

function readProof(text: string): ReturnType<typeof parseProof> {
  try {
    const proof = parseProof(text);
    if (proof.extra === undefined) return proof;
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw rejection('RECEIPT_MALFORMED', cause.message, { cause });
  }
  throw rejection('RECEIPT_MALFORMED', 'the proof inside a receipt has no extra line');
}
