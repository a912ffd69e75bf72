/** The vectors' own time authority against openssl: what the vectors call a token that holds, openssl verifies too. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { toBase64, toHex } from '@stele/base';
import { checkpointImprint, parseProof, parseReceipt, portableCrypto } from '@stele/protocol';
import { tokenVerifier } from '@stele/timestamp';
import { opensslForTest } from '@stele/timestamp/test';
import type { ReceiptCase } from './receipts.ts';
import { timestampCases } from './timestamps.ts';
import { START_MS } from './world.ts';

const run = promisify(execFile);
const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${toBase64(der)}\n-----END CERTIFICATE-----\n`.replaceAll(
    /[^\n]{64}(?=[^\n-])/g,
    '$&\n',
  );

/** `openssl ts` reads PKCS #7, in which a signer is named by issuer and serial number only. */
const BEYOND_OPENSSL = 'the signer by key identifier';

const passes = ({ name, timestamps }: ReceiptCase): boolean =>
  timestamps === 'pass' && name !== BEYOND_OPENSSL;

void test('openssl verifies every token that holds', async (context) => {
  if (!opensslForTest(context)) return;
  const folder = mkdtempSync(join(tmpdir(), 'stele-tokens-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  let verified = 0;
  for (const { name, receipt, authorities = [] } of timestampCases().filter(passes)) {
    const { proof, timestamps = [] } = parseReceipt(receipt);
    const imprint = checkpointImprint(portableCrypto, parseProof(proof).signed);
    const verdictOf = tokenVerifier({ trustedCertificates: authorities });
    writeFileSync(join(folder, 'trusted.pem'), authorities.map(pem).join(''));
    for (const token of timestamps.filter((one) => verdictOf(one, imprint).kind === 'valid')) {
      writeFileSync(join(folder, 'token'), token);
      const given = ['-token_in', '-in', 'token', '-digest', toHex(imprint)];
      const chain = [
        '-CAfile',
        'trusted.pem',
        '-partial_chain',
        '-attime',
        String(START_MS / 1000),
      ];
      const { stdout, stderr } = await run('openssl', ['ts', '-verify', ...given, ...chain], {
        cwd: folder,
      });
      assert.match(`${stdout}${stderr}`, /Verification: OK/, name);
      verified++;
    }
  }
  assert.ok(verified > 15, `${String(verified)} tokens`);
  context.diagnostic(`cases: tokens by openssl ${String(verified)}`);
});
