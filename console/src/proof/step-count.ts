/** How many steps passed, in a few words. A step that had nothing to look at is no fault, and is not counted as if it were one. */

import type { Step } from '@stele/protocol';

import type { Speaker } from './words.ts';

/** Skipped although there was something: what is missing is the reader's to give, a file or whom to trust. */
const OPEN: readonly (string | undefined)[] = [
  'FILE_NOT_GIVEN',
  'CHAIN_NOT_TRUSTED',
  'TIMESTAMPS_NOT_CHECKED',
  'TIMESTAMP_AUTHORITY_UNKNOWN',
];

/** `14 passed, 1 had nothing to check, 1 is open`; of failed steps, only how many. */
export function stepCount({ text, language }: Speaker, steps: readonly Step[]): string {
  const count = (is: (step: Step) => boolean): number => steps.filter(is).length;
  const failed = count(({ result }) => result === 'fail');
  if (failed > 0) return text('proof.stepsFailed', { count: failed });
  const passed = count(({ result }) => result === 'pass');
  const open = count(({ result, code }) => result === 'skipped' && OPEN.includes(code));
  const idle = steps.length - passed - open;
  return [
    text('proof.stepsPassed', { count: passed }),
    ...(idle > 0 ? [text('proof.stepsIdle', { count: idle })] : []),
    ...(open > 0 ? [text('proof.stepsOpen', { count: open })] : []),
  ].join(language === 'zh-CN' ? '，' : ', ');
}
