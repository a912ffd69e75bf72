// What a registrar asks of the ledger, alone and with others.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { askedFor, planOf } from '../signing/act.ts';
import { certifyAct, decertifyAct } from './certify-act.ts';

const ME = `acc_${'a'.repeat(32)}`;
const YOU = `acc_${'b'.repeat(32)}`;
const alone = { account: ME, registrar: ME, party: YOU };

void test('a certificate, with its end or without, and its withdrawal', () => {
  const untilMs = Date.UTC(2027, 2, 31);
  const certified = certifyAct(alone, untilMs);
  assert.deepEqual(certified.args, { registrar: ME, party: YOU, until: untilMs });
  assert.equal(certified.command, `asset certify ${YOU} --until 2027-03-31T00:00:00.000Z`);
  assert.equal(certifyAct(alone, null).command, `asset certify ${YOU}`);
  const withdrawn = decertifyAct(alone);
  assert.equal(withdrawn.command, `asset certify ${YOU} --withdraw`);
  for (const act of [certified, withdrawn]) assert.equal(planOf(act).calls.length, 1);
});

void test('a registrar of several is asked for as one, and no command does it', () => {
  const registrar = `2-of(${ME},${YOU})`;
  const act = certifyAct({ ...alone, registrar }, null);
  assert.equal(act.command, undefined);
  assert.deepEqual(askedFor(act).signers, [ME, registrar]);
  assert.equal(planOf(act).calls[0]?.call.actors.length, 2);
});
