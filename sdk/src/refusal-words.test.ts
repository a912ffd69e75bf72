/** Whatever the contract refuses, people can read in both languages. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assets } from '@stele/contracts';
import { refusalInWords } from './refusal-words.ts';

void test('every code of the contract has its words, and says what the contract says beside it', () => {
  for (const code of assets.codes) {
    const words = refusalInWords(code, 'steps/0/to');
    assert.ok(words, code);
    assert.match(words.en, /^[A-Z][^{}]+\.$/, code);
    assert.match(words['zh-CN'], /^[^{}]+。$/, code);
  }
  const malformed = refusalInWords('CLASS_MALFORMED', 'steps/0/to');
  assert.equal(malformed?.en, 'The class contradicts itself: steps/0/to.');
  assert.equal(refusalInWords('constructor', ''), undefined);
});
