/** What a transaction does, for people: the SDK's own sentences, and under them who has more or less of what. */

import { type Change, type Sentence, type Statement, type Summary, timeText } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import { printable } from '../terminal/printable.ts';
import type { Language } from '../text/text.ts';

/** The SDK has one English. */
export function wordsOf(sentence: Sentence, language: Language): string {
  return printable(language === 'zh-CN' ? sentence['zh-CN'] : sentence.en);
}

/** Each sentence a line, particulars below it, indented. */
export function statementLines(
  statements: readonly Statement[],
  language: Language,
  indent = '',
): readonly string[] {
  return statements.flatMap(({ text, details }) => [
    `${indent}${wordsOf(text, language)}`,
    ...statementLines(details, language, `${indent}  `),
  ]);
}

/** What it does and who has more or less afterwards, and what of it this program could not make sure of. */
export function deedLines(
  { text, language }: Invocation,
  { statements, changes, warnings, gaps }: Summary,
): readonly string[] {
  const facts = [
    text('tx.changes'),
    ...changes.map((change) => `  ${changeText(change, language)}`),
  ];
  return [
    ...statementLines(statements, language),
    ...(changes.length === 0 ? [] : facts),
    ...warnings.map((warning) => text('tx.warning', { warning: wordsOf(warning, language) })),
    ...gaps.map((gap) => text('tx.gap', { gap: wordsOf(gap, language) })),
  ];
}

export function summaryLines(invocation: Invocation, summary: Summary): readonly string[] {
  const { text } = invocation;
  const { payer, signers, validUntilMs } = summary;
  return [
    ...deedLines(invocation, summary),
    text('tx.signersLine', { signers: signers.join(', ') }),
    text('tx.payerLine', { payer, until: timeText(validUntilMs) }),
  ];
}

function changeText({ party, inWords }: Change, language: Language): string {
  return `${printable(party)}  ${wordsOf(inWords, language)}`;
}

/** The same for programs; amounts in the class's smallest unit. */
export function summaryJson({ language }: Invocation, summary: Summary): object {
  const { id, changes, statements, warnings, gaps, signers, payer, validUntilMs } = summary;
  return {
    id,
    statements: statementLines(statements, language),
    changes: changes.map(({ party, class: of, free, held }) => ({
      party,
      class: of,
      free: String(free),
      held: String(held),
    })),
    warnings: warnings.map((warning) => wordsOf(warning, language)),
    gaps: gaps.map((gap) => wordsOf(gap, language)),
    signers,
    payer,
    validUntil: new Date(validUntilMs).toISOString(),
  };
}
