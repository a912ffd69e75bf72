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
  type PartName,
  type StepDefinition,
  type StepResult,
  type VerificationInput,
} from './findings.ts';
import { LOG_STEPS } from './log-steps.ts';
import { RECORD_STEPS } from './record-steps.ts';
import { TIME_STEPS } from './time-steps.ts';
import { summarise, type VerdictSummary } from './summary.ts';

export interface Verdict extends VerdictSummary {
  /** valid: exit 0; invalid: 1; incomplete (all checks, the chain is not trusted): 4. */
  readonly verdict: 'valid' | 'invalid' | 'incomplete';
  readonly parts: Readonly<Record<PartName, PartVerdict>>;
  readonly steps: readonly Step[];
}

export type PartVerdict = 'ok' | 'failed' | 'unknown';

export interface Step {
  readonly name: string;
  readonly part: PartName;
  readonly result: 'pass' | 'fail' | 'skipped';
  /** Of a failed or skipped step. */
  readonly code?: string;
  /** What was compared, as a sentence. */
  readonly detail: string;
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
  const steps: Step[] = [];
  for (const definition of STEPS) steps.push(runStep(definition, findings, steps));
  const verdict = verdictOf(steps);
  return {
    verdict,
    parts: {
      integrity: partVerdict('integrity', steps),
      inclusion: partVerdict('inclusion', steps),
      identity: partVerdict('identity', steps),
      time: partVerdict('time', steps),
      trust: partVerdict('trust', steps),
    },
    steps,
    ...summarise(findings, {
      all: verdict !== 'invalid',
      file: steps.some(({ name, result }) => name === 'file' && result === 'pass'),
    }),
  };
}

function runStep(definition: StepDefinition, findings: Findings, done: readonly Step[]): Step {
  const { name, part, needs, run } = definition;
  const ready = needs.every((need) =>
    done.some((step) => step.name === need && step.result === 'pass'),
  );
  if (!ready) {
    return {
      name,
      part,
      result: 'skipped',
      code: 'NOT_REACHED',
      detail: 'a step before it failed',
    };
  }
  return { name, part, ...attempt(run, findings) };
}

function attempt(
  run: StepDefinition['run'],
  findings: Findings,
): StepResult | { readonly result: 'fail'; readonly code: string; readonly detail: string } {
  try {
    return run(findings);
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { result: 'fail', code: error.code, detail: error.message };
  }
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

function partVerdict(part: PartName, steps: readonly Step[]): PartVerdict {
  const own = steps.filter((step) => step.part === part);
  if (own.some(({ result }) => result === 'fail')) return 'failed';
  const whole = own.every(({ code }) => code !== 'NOT_REACHED');
  return whole && own.some(({ result }) => result === 'pass') ? 'ok' : 'unknown';
}

function verdictOf(steps: readonly Step[]): Verdict['verdict'] {
  if (steps.some(({ result }) => result === 'fail')) return 'invalid';
  const trusted = steps.some(({ name, result }) => name === 'trust' && result === 'pass');
  return trusted ? 'valid' : 'incomplete';
}
