/** Steps about the log: origin, inclusion, the checkpoint's signatures (spec/receipt.md; spec/log.md). */

import { equal, rejection, toHex, utf8 } from '@stele/base';
import { weightOf } from '../charter.ts';
import { type Cosignature, cosignatureInput, decodeCosignature } from '../checkpoint.ts';
import { leafHash, rootFromInclusion } from '../merkle.ts';
import {
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  noteKeyId,
  type SignatureLine,
} from '../note.ts';
import { cosignerName, parseOrigin } from '../origin.ts';
import { verifySignature } from '../signature.ts';
import { type Statement, statementKey } from '../statement.ts';
import {
  type Findings,
  type FoundCosignature,
  found,
  pass,
  type StepDefinition,
  type StepResult,
} from './findings.ts';

export const LOG_STEPS: readonly StepDefinition[] = [
  { name: 'origin', part: 'inclusion', needs: ['genesis'], run: origin },
  { name: 'inclusion', part: 'inclusion', needs: ['entry'], run: inclusion },
  { name: 'log-signature', part: 'identity', needs: ['statements', 'origin'], run: logSignature },
  { name: 'cosignatures', part: 'identity', needs: ['log-signature'], run: cosignatures },
];

function origin(findings: Findings): StepResult {
  const { checkpoint } = found(findings.form).proof.signed;
  const parsed = parseOrigin(checkpoint.origin);
  if (parsed === undefined || !toHex(found(findings.chain).fingerprint).startsWith(parsed.prefix)) {
    throw rejection('ORIGIN_MISMATCH', 'the checkpoint is of another log than the chain');
  }
  return pass(`the checkpoint is of the log ${checkpoint.origin}`);
}

function inclusion(findings: Findings): StepResult {
  const { receipt, proof } = found(findings.form);
  const { logHash } = found(findings.chain).suite;
  const { size, root } = proof.signed.checkpoint;
  const computed = rootFromInclusion(logHash, {
    index: proof.index,
    size,
    leafHash: leafHash(logHash, receipt.entry),
    path: proof.path,
  });
  if (computed === undefined || !equal(computed, root)) {
    throw rejection(
      'INCLUSION_FAILED',
      "the proof does not lead from the entry to the checkpoint's root",
    );
  }
  return pass(`entry ${String(proof.index)} is in the log of ${String(size)} entries`);
}

function logSignature(findings: Findings): StepResult {
  const { note, checkpoint } = found(findings.form).proof.signed;
  const { crypto } = findings.input;
  const sorted = note.lines.map((line) => attribute(findings, line, checkpoint.origin));
  const keys = new Set(sorted.map(({ key }) => toHex(key)));
  if (keys.size !== sorted.length) {
    throw rejection('SIGNER_TWICE', 'one key signed the checkpoint twice');
  }
  const logLines = sorted.filter(({ type }) => type === NOTE_TYPE_ED25519);
  if (logLines.length === 0) {
    throw rejection('LOG_SIGNATURE_MISSING', 'no log key signed the checkpoint');
  }
  const message = utf8(note.text);
  for (const { key, signature } of logLines) {
    if (!verifySignature(crypto, { algorithm: 1, key, signature }, message)) {
      throw invalidSignature();
    }
  }
  findings.lines = { cosignatures: sorted.filter(({ type }) => type === NOTE_TYPE_COSIGNATURE) };
  return pass('the checkpoint is signed by the log key of a stated node');
}

interface Attributed extends FoundCosignature {
  readonly type: number;
  readonly key: Uint8Array;
}

/** Which stated key a line claims to be by; in a receipt, unlike in a note at large, every line must be accounted for. */
function attribute(findings: Findings, line: SignatureLine, logOrigin: string): Attributed {
  const { crypto } = findings.input;
  for (const statement of found(findings.statements)) {
    for (const { name, type } of keyNames(statement, logOrigin)) {
      const key = statementKey(statement, type);
      const matches =
        name === line.name && equal(noteKeyId(crypto, { name, type, key }), line.keyId);
      if (matches) return { statement, type, key, signature: line.signature };
    }
  }
  throw rejection(
    'SIGNATURE_UNKNOWN',
    'the checkpoint carries a signature of a key that is not stated',
  );
}

function keyNames(
  { organisation, node }: Statement,
  logOrigin: string,
): readonly { readonly name: string; readonly type: number }[] {
  return [
    { name: logOrigin, type: NOTE_TYPE_ED25519 },
    { name: cosignerName(logOrigin, organisation, node), type: NOTE_TYPE_COSIGNATURE },
  ];
}

function cosignatures(findings: Findings): StepResult {
  const inForce = found(findings.inForce);
  const lines = found(findings.lines).cosignatures;
  const valid = lines.map((line) => checkCosignature(findings, line));
  lines.forEach(({ statement }, i) => {
    checkInForce(statement, valid[i]?.seconds ?? 0);
  });
  const organisations = new Set(lines.map(({ statement }) => statement.organisation));
  const weight = weightOf(inForce, organisations);
  if (weight < inForce.threshold) {
    throw rejection(
      'THRESHOLD_NOT_REACHED',
      `cosigned by weight ${String(weight)} of the ${String(inForce.threshold)} needed`,
    );
  }
  findings.cosigned = { organisations, weight, seconds: valid.map(({ seconds }) => seconds) };
  return pass(
    `cosigned by ${[...organisations].join(', ')}: weight ${String(weight)} of the ${String(inForce.threshold)} needed`,
  );
}

function checkCosignature(findings: Findings, line: FoundCosignature): Cosignature {
  const { text } = found(findings.form).proof.signed.note;
  const cosignature = decodeCosignature(line.signature);
  if (cosignature === undefined) throw invalidSignature();
  const signed = {
    algorithm: 1,
    key: statementKey(line.statement, NOTE_TYPE_COSIGNATURE),
    signature: cosignature.signature,
  } as const;
  const message = cosignatureInput(cosignature.seconds, text);
  if (!verifySignature(findings.input.crypto, signed, message)) throw invalidSignature();
  return cosignature;
}

function checkInForce({ notBeforeMs, notAfterMs }: Statement, seconds: number): void {
  if (lastMs(seconds) >= notBeforeMs && seconds * 1000 <= notAfterMs) return;
  throw rejection('STATEMENT_NOT_IN_FORCE', "a cosignature was made outside its node's statement");
}

/** A cosignature covers the whole of its second. */
export const lastMs = (seconds: number): number => seconds * 1000 + 999;

function invalidSignature(): Error {
  return rejection('SIGNATURE_INVALID', 'a signature of the checkpoint is not valid');
}
