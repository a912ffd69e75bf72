/**
 * The steps as a page shows them: with a chain named and the receipt of another, that step is not open, it has failed; and no sentence
 * stands there twice.
 */

import type { Step } from '@stele/protocol';

import { lookOf, type PageVerdict } from './judge.ts';
import { visibleText } from './visible-text.ts';

export function shownSteps(verdict: PageVerdict): readonly Step[] {
  const { steps, trustedBy } = verdict;
  if (lookOf(verdict) !== 'otherChain') return steps;
  const code = trustedBy === 'server' ? 'CHAIN_NOT_OF_SERVER' : 'CHAIN_IS_ANOTHER';
  // The verifier's own words are of a chain that nobody named.
  const failed = { result: 'fail', code, detail: '' } as const;
  return steps.map((step) => (step.name === 'trust' ? { ...step, ...failed } : step));
}

/** The verifier's own words, English everywhere, where they say more than the finding above them does. */
export function technicalDetail({ detail }: Step, finding: string): string {
  const shown = visibleText(detail);
  return lettersOf(shown) === lettersOf(finding) ? '' : shown;
}

function lettersOf(words: string): string {
  return words.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
