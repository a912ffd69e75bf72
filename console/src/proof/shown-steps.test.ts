/** How a verdict is shown: another chain than the one named is an alarm, and whose word it is that a chain is trusted is said. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeReceipt } from '@stele/certificate/test';

import { proofEnUs } from '../text/proof.en-us.ts';
import { proofZhCn } from '../text/proof.zh-cn.ts';
import { type JudgeInput, judge, lookOf, type PageVerdict } from './judge.ts';
import { shownSteps, technicalDetail } from './shown-steps.ts';

const receipt = makeReceipt();
const OTHER = ['11'.repeat(32)];
const verdictOn = (more: Partial<JudgeInput> = {}): PageVerdict =>
  judge({ receipt, trusted: [], ...more });
const own = [verdictOn().chain?.fingerprint ?? ''];

function trustStep(verdict: PageVerdict): readonly [result: string, code: string | undefined] {
  const step = shownSteps(verdict).find(({ name }) => name === 'trust');
  assert.ok(step !== undefined);
  return [step.result, step.code];
}

test('no chain named is open; another one named is an alarm; a broken receipt is broken first', () => {
  assert.equal(lookOf(verdictOn()), 'incomplete');
  assert.equal(lookOf(verdictOn({ trusted: OTHER })), 'otherChain');
  assert.equal(lookOf(verdictOn({ trusted: [...OTHER, ...own] })), 'valid');
  assert.equal(
    lookOf(verdictOn({ trusted: OTHER, digests: new Map([[1, new Uint8Array(32)]]) })),
    'invalid',
  );
  assert.equal(lookOf(verdictOn({ receipt: new Uint8Array(9), trusted: OTHER })), 'invalid');
});

test('the step says which chain, and whose word it is', () => {
  assert.deepEqual(trustStep(verdictOn()), ['skipped', 'CHAIN_NOT_TRUSTED']);
  const cases = [
    ['reader', 'CHAIN_IS_ANOTHER'],
    ['server', 'CHAIN_NOT_OF_SERVER'],
  ] as const;
  for (const [trustedBy, code] of cases) {
    assert.deepEqual(trustStep(verdictOn({ trusted: OTHER, trustedBy })), ['fail', code]);
    assert.deepEqual(trustStep(verdictOn({ trusted: own, trustedBy })), ['pass', undefined]);
    for (const catalogue of [proofEnUs, proofZhCn]) {
      assert.ok(`proof.finding.${code}` in catalogue);
      assert.ok(`proof.otherChainOf.${trustedBy}` in catalogue);
    }
  }
  const silent = verdictOn({ trusted: own });
  assert.equal(silent.trustedBy, 'server', 'untold, it is the word that counts for less');
});

test('unfolded, no step says its sentence twice', () => {
  const verdict = verdictOn({ trusted: own, trustedBy: 'reader' });
  const trust = verdict.steps.find(({ name }) => name === 'trust');
  assert.ok(trust !== undefined);
  assert.equal(technicalDetail(trust, 'The chain is one you trust.'), '');
  assert.equal(technicalDetail(trust, proofZhCn['proof.pass.trust']), trust.detail);
  assert.equal(technicalDetail({ ...trust, detail: 'a\u202Eb' }, ''), 'a‹U+202E›b');
});
