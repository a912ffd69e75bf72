/** Steps about when, and whether the reader trusts the chain: time, timestamps, trust (spec/receipt.md, "Verification"). */

import { equal, rejection, utf8 } from '@stele/base';
import type { SignedCheckpoint } from '../checkpoint.ts';
import type { Crypto } from '../crypto.ts';
import { COSIGN_LAG_MS_MAX } from '../limits.ts';
import {
  type Findings,
  found,
  pass,
  skipped,
  type StepDefinition,
  type StepResult,
  type TokenVerdict,
} from './findings.ts';
import { lastMs } from './log-steps.ts';

export const TIME_STEPS: readonly StepDefinition[] = [
  { name: 'time', part: 'time', needs: ['entry', 'cosignatures'], run: time },
  {
    name: 'timestamps',
    part: 'time',
    needs: ['entry', 'inclusion', 'cosignatures'],
    run: timestamps,
  },
  { name: 'trust', part: 'trust', needs: ['genesis'], run: trust },
];

/** What a timestamp token is over: SHA-256 of the checkpoint's signed text, whatever the suite. */
export function checkpointImprint(crypto: Crypto, { note }: SignedCheckpoint): Uint8Array {
  return crypto.hash(1, utf8(note.text));
}

function time(findings: Findings): StepResult {
  const { timeMs } = found(findings.entry).entry.outcome;
  const { seconds } = found(findings.cosigned);
  if (seconds.some((second) => timeMs > lastMs(second) + COSIGN_LAG_MS_MAX)) {
    throw rejection('TIME_INCONSISTENT', 'the entry claims to be later than its cosignatures');
  }
  return pass('the entry is not later than the cosignatures by more than 15 s');
}

function timestamps(findings: Findings): StepResult {
  const { receipt, proof } = found(findings.form);
  const { crypto, timestamps: verdictOf } = findings.input;
  const tokens = receipt.timestamps ?? [];
  if (tokens.length === 0) return skipped('TIMESTAMPS_ABSENT', 'the receipt has no timestamp');
  if (verdictOf === undefined) {
    return skipped('TIMESTAMPS_NOT_CHECKED', 'no time authority was given to check them against');
  }
  const imprint = checkpointImprint(crypto, proof.signed);
  const { timeMs } = found(findings.entry).entry.outcome;
  const stamps = tokens.flatMap((token) => stampOf(verdictOf(token, imprint), timeMs));
  const [first] = stamps.toSorted((a, b) => a.timeMs - b.timeMs);
  if (first === undefined) {
    return skipped('TIMESTAMP_AUTHORITY_UNKNOWN', 'the timestamps are of no authority you trust');
  }
  findings.stamped = first;
  return pass(`${first.authority} saw the checkpoint`);
}

type Stamp = NonNullable<Findings['stamped']>;

/** One stamp of a trusted authority, none of another. */
function stampOf(verdict: TokenVerdict, entryMs: number): readonly Stamp[] {
  if (verdict.kind === 'invalid') throw rejection(verdict.code, verdict.detail);
  if (verdict.kind === 'untrusted') return [];
  if (entryMs > verdict.timeMs + COSIGN_LAG_MS_MAX) {
    throw rejection('TIME_INCONSISTENT', 'the entry claims to be later than its timestamp');
  }
  return [{ timeMs: verdict.timeMs, authority: verdict.authority }];
}

function trust(findings: Findings): StepResult {
  const { fingerprint } = found(findings.chain);
  const trusted = findings.input.trusted.some((one) => equal(one, fingerprint));
  return trusted
    ? pass('the chain is one you trust')
    : skipped('CHAIN_NOT_TRUSTED', 'the chain is not one you trust yet');
}
