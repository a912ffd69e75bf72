/** What has to hold at every place of the runtime sources, and is found by looking at all of them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { cloneFolder } from '../../tools/sources.ts';
import { runtimeSources, visit } from './sources.ts';

/** Names of what a stranger tries to guess. */
const SECRET = /secret|token|passw|csrf|\bmac\b|hmac|apikey|(?:^|\.)hash$|digest$|\.check$/i;
/** Of a value about the secret rather than the secret, or not of one: a length, a kind, nothing. */
const ABOUT = /\.length$|\.kind$|^typeof |^undefined$|^null$|^'[^']*'$|^-?\d+$|^true$|^false$/;

/**
 * Comparisons that stop at the first difference, though their words sound of secrets. What is compared in the first group is a SHA-256 of
 * what was sent: knowing how much of it agreed helps nobody to find another text with that digest.
 */
const EXCUSED: Readonly<Record<string, string>> = {
  'platform/people/src/links/links.ts': 'digests of links',
  'platform/people/src/store/people-file.ts':
    'the checksum of a file against the disk, not against a forger',
  'platform/people/src/passwords/sign-in.ts':
    'whether a person’s record of a password is still the same object',
  'cli/src/local/restore/put-service-rows.ts': 'the kind of a row',
  'cli/src/notarize/operator.ts': 'public: hashes of public keys',
  'ledger/kernel/src/execution/signers.ts': 'public: hashes of public keys',
  'contracts/src/assets/acting.ts': 'public: hashes of public keys',
  'contracts/src/assets/taking/exits.ts': 'public: a preimage stands in the transaction',
  'core/timestamp/src/verify-token.ts': 'public: digests of certificates',
  'core/timestamp/src/signature.ts': 'public: names of hash functions',
  'services/evidence/src/records/record-pages.ts': 'public: digests of records',
};

const EQUALITIES = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** Both sides of a comparison: by an operator, or by the functions of @stele/base. */
function comparedIn(node: ts.Node): readonly string[] {
  if (ts.isBinaryExpression(node) && EQUALITIES.includes(node.operatorToken.kind)) {
    return [node.left.getText(), node.right.getText()];
  }
  const isEqual =
    ts.isCallExpression(node) && /^(?:equal|compare)$/.test(node.expression.getText());
  return isEqual ? node.arguments.map((argument) => argument.getText()) : [];
}

void test('no secret is compared by what stops at the first difference', () => {
  const found: string[] = [];
  const used = new Set<string>();
  for (const path of runtimeSources.filter((one) => !one.startsWith('console/'))) {
    visit(path, (node, where) => {
      const sides = comparedIn(node);
      const isSecret =
        sides.some((side) => SECRET.test(side)) && !sides.some((side) => ABOUT.test(side));
      if (!isSecret) return;
      used.add(path);
      if (!(path in EXCUSED)) found.push(`${where()}: ${sides.join(' = ')}`);
    });
  }
  assert.deepEqual(found, []);
  assert.deepEqual(
    Object.keys(EXCUSED).filter((path) => !used.has(path)),
    [],
    'each exception is in use',
  );
});

void test('where secrets are compared, it is in constant time', () => {
  for (const path of [
    'core/server/src/keys/bearer-key.ts',
    'core/server/src/sessions/csrf-token.ts',
    'core/server/src/signatures/content-digest.ts',
    'platform/people/src/passwords/password-hash.ts',
  ]) {
    assert.match(readFileSync(join(cloneFolder, path), 'utf8'), /timingSafeEqual\(/, path);
  }
});

/** What opens a connection, and who chose where to: nobody who only sends requests, receipts or files. */
const OUTWARD: Readonly<Record<string, string>> = {
  'core/timestamp/src/request-token.ts': 'a time authority of the operator’s settings',
  'core/database/src/database.ts': 'the database of the operator’s settings',
  'sdk/src/http/exchange.ts': 'the server that the caller of the library names',
  'cli/src/local/doctor/server-checks.ts': 'the server of the operator’s settings',
  'cli/src/local/backup/service-rows.ts': 'the server of this data folder',
  'cli/src/local/restore/latest-checkpoint.ts': 'the address that the operator types',
};

const OPENS =
  /^(?:globalThis\.)?fetch$|^(?:https?|net|tls|dgram)\.(?:request|get|connect|createConnection|createSocket)$|^WebSocket$|^EventSource$|^Pool$/;

void test('nothing connects to where a stranger says', () => {
  const found = new Set<string>();
  for (const path of runtimeSources) {
    // Pages ask the server that they came from, whose policy lets them ask nobody else; benches and trials ask what they started.
    if (/^console\/src\/|^cli\/src\/local\/(?:bench|flips)\//.test(path)) continue;
    visit(path, (node) => {
      const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
      if (isCall && OPENS.test(node.expression.getText())) found.add(path);
    });
  }
  assert.deepEqual(
    [...found].filter((path) => !(path in OUTWARD)),
    [],
  );
});

void test('nothing runs text as a program', () => {
  const found: string[] = [];
  for (const path of runtimeSources) {
    visit(path, (node, where) => {
      const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
      const runs =
        isCall && /^(?:eval|Function|vm\.\w+|exec|execSync)$/.test(node.expression.getText());
      const isMarkup = ts.isJsxAttribute(node) && node.name.getText() === 'dangerouslySetInnerHTML';
      const isAssigned =
        ts.isPropertyAccessExpression(node) && /^(?:inner|outer)HTML$/.test(node.name.text);
      if (runs || isMarkup || isAssigned) found.push(where());
    });
  }
  assert.deepEqual(found, []);
});
