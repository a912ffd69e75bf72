/** The line above the steps, in both languages: what had nothing to check is told apart from what is open, and from what failed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Step } from '@stele/protocol';

import { fill, type Language } from '../text/fill.ts';
import { proofEnUs } from '../text/proof.en-us.ts';
import { proofZhCn } from '../text/proof.zh-cn.ts';
import { stepCount } from './step-count.ts';
import type { Speaker } from './words.ts';

function speaker(language: Language): Speaker {
  const catalogue: Readonly<Record<string, string>> = language === 'zh-CN' ? proofZhCn : proofEnUs;
  return { language, text: (key, values = {}) => fill(language, catalogue[key] ?? key, values) };
}

function step(result: Step['result'], code?: string): Step {
  return { name: 'x', part: 'time', result, detail: '', ...(code !== undefined && { code }) };
}

const passed = Array.from({ length: 15 }, () => step('pass'));
const absent = step('skipped', 'TIMESTAMPS_ABSENT');
const untrusted = step('skipped', 'CHAIN_NOT_TRUSTED');
const stranger = step('skipped', 'TIMESTAMP_AUTHORITY_UNKNOWN');

test('one, several, none', () => {
  const cases: readonly (readonly [steps: readonly Step[], english: string, chinese: string])[] = [
    [passed, '15 passed', '15 步通过'],
    [[...passed, absent], '15 passed, 1 had nothing to check', '15 步通过，1 步无可核验'],
    [
      [...passed, absent, step('skipped', 'NOTE_ABSENT')],
      '15 passed, 2 had nothing to check',
      '15 步通过，2 步无可核验',
    ],
    [
      [...passed, absent, untrusted],
      '15 passed, 1 had nothing to check, 1 is open',
      '15 步通过，1 步无可核验，1 步未定',
    ],
    [[...passed, step('skipped', 'FILE_NOT_GIVEN')], '15 passed, 1 is open', '15 步通过，1 步未定'],
    [[...passed, stranger, untrusted], '15 passed, 2 are open', '15 步通过，2 步未定'],
    [[...passed, absent, step('fail', 'X')], '1 step failed', '1 个步骤未通过'],
  ];
  for (const [steps, english, chinese] of cases) {
    assert.equal(stepCount(speaker('en-US'), steps), english);
    assert.equal(stepCount(speaker('zh-CN'), steps), chinese);
  }
});
