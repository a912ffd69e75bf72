/** Steps about who speaks: genesis, charters, statements (spec/receipt.md, "Verification"; spec/membership.md). */

import { rejection, toHex } from '@stele/base';
import {
  type Charter,
  charterSigningInput,
  decodeCharter,
  memberOfKey,
  weightOf,
} from '../charter.ts';
import { NOTE_TYPE_COSIGNATURE, NOTE_TYPE_ED25519 } from '../note.ts';
import type { ReceiptCharter, ReceiptStatement } from '../receipt.ts';
import { decodeSignature, type Signature, verifySignature } from '../signature.ts';
import {
  decodeStatement,
  type Statement,
  statementKey,
  statementSigningInput,
} from '../statement.ts';
import { suiteOf } from '../suite/suite.ts';
import {
  type Chain,
  type Findings,
  found,
  pass,
  type StepDefinition,
  type StepResult,
} from './findings.ts';

export const CHAIN_STEPS: readonly StepDefinition[] = [
  { name: 'genesis', part: 'identity', needs: ['format'], run: genesis },
  { name: 'charters', part: 'identity', needs: ['genesis'], run: charters },
  { name: 'statements', part: 'identity', needs: ['charters'], run: statements },
];

function genesis(findings: Findings): StepResult {
  const { receipt } = found(findings.form);
  const { crypto } = findings.input;
  const charter = decodeCharter(receipt.genesis, crypto);
  if (charter.seq !== 0) throw rejection('CHARTER_NOT_GENESIS', 'a chain starts with charter 0');
  const suite = suiteOf(charter.suite, crypto);
  const fingerprint = suite.H(receipt.genesis);
  findings.chain = { suite, genesis: charter, fingerprint };
  return pass(`the chain's fingerprint is ${toHex(fingerprint)}`);
}

function charters(findings: Findings): StepResult {
  const { receipt } = found(findings.form);
  const chain = found(findings.chain);
  let inForce = chain.genesis;
  for (const link of receipt.charters) inForce = followLink(chain, inForce, link);
  findings.inForce = inForce;
  const count = receipt.charters.length;
  return pass(
    count === 0
      ? 'genesis is in force'
      : `${String(count)} later charters, each signed by the one before`,
  );
}

function followLink(chain: Chain, before: Charter, link: ReceiptCharter): Charter {
  const { suite, fingerprint } = chain;
  const charter = decodeCharter(link.bytes, suite.crypto);
  if (charter.suite !== suite.id) throw rejection('SUITE_UNKNOWN', 'a charter changes the suite');
  if (charter.seq <= before.seq) throw rejection('CHARTER_ORDER', 'charters do not ascend');
  const signatures = link.signatures.map((bytes) => decodeSignature(bytes));
  const organisations = signersOf(before, signatures);
  const message = charterSigningInput(suite, fingerprint, link.bytes);
  for (const signature of signatures) checkSignature(chain, signature, message);
  if (weightOf(before, organisations) < before.threshold) {
    throw rejection(
      'THRESHOLD_NOT_REACHED',
      'the members before did not sign a charter by weight enough',
    );
  }
  return charter;
}

function signersOf(charter: Charter, signatures: readonly Signature[]): ReadonlySet<string> {
  const organisations = signatures.map((signature) => {
    const member = memberOfKey(charter, signature);
    if (member === undefined) throw rejection('SIGNER_UNKNOWN', 'signed by a key of no member');
    return member.organisation;
  });
  const keys = new Set(signatures.map(({ key }) => toHex(key)));
  if (keys.size !== signatures.length) throw rejection('SIGNER_TWICE', 'one key signed twice');
  return new Set(organisations);
}

function checkSignature({ suite }: Chain, signature: Signature, message: Uint8Array): void {
  if (verifySignature(suite.crypto, signature, message)) return;
  throw rejection('SIGNATURE_INVALID', 'a signature is not valid');
}

function statements(findings: Findings): StepResult {
  const { receipt } = found(findings.form);
  const chain = found(findings.chain);
  const inForce = found(findings.inForce);
  const read = receipt.statements.map((one) => readStatement(chain, inForce, one));
  checkDistinct(read);
  findings.statements = read;
  const nodes = read.map(({ organisation, node }) => `${organisation}/${node}`);
  return pass(`members let these nodes speak for them: ${nodes.join(', ')}`);
}

function readStatement(chain: Chain, inForce: Charter, receipt: ReceiptStatement): Statement {
  const statement = decodeStatement(receipt.bytes);
  const signature = decodeSignature(receipt.signature);
  const member = memberOfKey(inForce, signature);
  if (member?.organisation !== statement.organisation) {
    throw rejection('SIGNER_UNKNOWN', 'a statement is not signed by the member it names');
  }
  checkSignature(chain, signature, statementSigningInput(chain.fingerprint, receipt.bytes));
  return statement;
}

function checkDistinct(all: readonly Statement[]): void {
  const nodes = all.map(({ organisation, node }) => `${organisation}/${node}`);
  const keys = all.flatMap((statement) =>
    [NOTE_TYPE_ED25519, NOTE_TYPE_COSIGNATURE].map((type) => toHex(statementKey(statement, type))),
  );
  if (new Set(nodes).size !== nodes.length || new Set(keys).size !== keys.length) {
    throw rejection('STATEMENT_TWICE', 'a node or a key is stated twice');
  }
}
