/** A judgement for people: every step with what it found, one sentence of verdict, and what is and is not proven. */

import { toHex } from '@stele/base';
import { type DigestAlgorithm, digestName, type Verdict } from '@stele/protocol';

import { type Invocation, printLine } from '../command.ts';
import { localTime } from '../terminal/local-time.ts';
import { printable } from '../terminal/printable.ts';
import { countText } from '../terminal/quantities.ts';
import { factLines } from '../terminal/table.ts';
import { padTo, widthOf } from '../terminal/width.ts';
import { programName } from '../settings/program-name.ts';
import { gapAfter, listed } from '../text/punctuation.ts';
import { hasText, type Language, type TextKey, type TextParameters } from '../text/text.ts';
import type { Given } from './given.ts';
import { type Judgement, unprovenFacts } from './judge.ts';

type Step = Verdict['steps'][number];

export interface Reported extends Given, Judgement {
  readonly digests: ReadonlyMap<DigestAlgorithm, Uint8Array> | undefined;
}

export function printJudgement(invocation: Invocation, reported: Reported): void {
  const { world } = invocation;
  for (const line of stepLines(invocation, reported)) printLine(world, line);
  printLine(world);
  printLine(world, verdictLine(invocation, reported));
  for (const line of chainLines(invocation, reported)) printLine(world, line);
  if (reported.verdict.verdict === 'invalid') return;
  if (reported.isCertificate) {
    for (const line of certificateLines(invocation, reported.verdict)) printLine(world, line);
  }
  printFacts(invocation, 'verify.proves', reported.verdict.proves);
  printFacts(invocation, 'verify.doesNotProve', unprovenFacts(reported.verdict));
}

function stepLines(invocation: Invocation, reported: Reported): readonly string[] {
  const steps = reported.verdict.steps.filter(({ code }) => code !== 'NOT_REACHED');
  const count = reported.verdict.steps.length - steps.length;
  const titles = steps.map((step) => titleOf(step, invocation));
  const columns = Math.max(...titles.map(widthOf));
  const lines = steps.flatMap((step, i) => {
    const title = padTo(titles[i] ?? step.name, columns);
    const line = `${markOf(step, invocation)} ${title}  ${findingOf(step, invocation, reported.verdict)}`;
    const differs = step.name === 'file' && step.code === 'DIGEST_MISMATCH';
    return differs ? [line, ...digestLines(invocation, reported)] : [line];
  });
  if (count === 0) return lines;
  const { style, text } = invocation;
  return [...lines, `${style.quiet('–')} ${text('verify.notReached', { count })}`];
}

function markOf({ result }: Step, { style }: Invocation): string {
  if (result === 'pass') return style.good('✓');
  return result === 'fail' ? style.bad('✗') : style.quiet('–');
}

function titleOf({ name }: Step, { text }: Invocation): string {
  const key = `step.${name}`;
  return hasText(key) ? text(key) : name;
}

/** What was compared, or the code and what it means. */
function findingOf(step: Step, invocation: Invocation, verdict: Verdict): string {
  const { text, language } = invocation;
  const { code, detail } = step;
  if (code === undefined) {
    const key = passKey(step, verdict);
    return hasText(key) ? text(key, particularsOf(verdict, language)) : printable(detail);
  }
  const key = `finding.${code}`;
  const meaning = hasText(key) ? text(key) : detail;
  const finding = text('verify.finding', { code, meaning });
  if (!hasParticulars(step, language)) return finding;
  return `${finding} (${printable(detail)})`;
}

function passKey({ name }: Step, { record }: Verdict): string {
  const isSeveral = Object.keys(record?.digests ?? {}).length > 1;
  return name === 'file' && isSeveral ? 'pass.file-several' : `pass.${name}`;
}

/** The verifier's own words have the particulars of a failure, in English: other readers find them with --json. */
function hasParticulars({ result, code }: Step, language: Language): boolean {
  const isShownBelow = code === 'DIGEST_MISMATCH';
  return language === 'en-US' && result === 'fail' && !isShownBelow;
}

function particularsOf({ chain, record, assurance }: Verdict, language: Language): TextParameters {
  return {
    fingerprint: chain?.fingerprint,
    origin: chain?.origin,
    ...(record && ofRecord(record, language)),
    ...(assurance && ofAssurance(assurance, language)),
    authority: assurance?.independentTime?.authority,
    stampedAt: assurance?.independentTime?.at,
  };
}

function ofRecord(record: NonNullable<Verdict['record']>, language: Language): TextParameters {
  const { index, height, transaction, committedAt, id, owner, digests } = record;
  return {
    index,
    height,
    transaction,
    blockTime: committedAt,
    record: id,
    owner,
    digests: listed(Object.keys(digests ?? {}), language),
  };
}

function ofAssurance(
  assurance: NonNullable<Verdict['assurance']>,
  language: Language,
): TextParameters {
  const { members, weight, threshold, cosignedAt } = assurance;
  // Cosignatures count in seconds: a fraction would say more than was signed.
  const cosignedSecond = cosignedAt.replace(/\.000Z$/, 'Z');
  return { members: listed(members, language), weight, threshold, cosignedSecond };
}

/** Both sides of the comparison, one below the other. */
function digestLines({ text }: Invocation, { digests, verdict }: Reported): readonly string[] {
  const recorded = verdict.record?.digests ?? {};
  return [...(digests ?? [])].flatMap(([algorithm, digest]) => {
    const name = digestName(algorithm);
    const other = recorded[name];
    if (other === undefined || other === toHex(digest)) return [];
    return [
      `    ${text('verify.digestOfFile', { name, digest: toHex(digest) })}`,
      `    ${text('verify.digestOfRecord', { name, digest: other })}`,
    ];
  });
}

function verdictLine({ text, style }: Invocation, reported: Reported): string {
  const { verdict, file, receiptPath } = reported;
  const key = verdictKey(reported);
  const sentence = text(key, {
    path: file ?? receiptPath,
    transaction: verdict.record?.transaction ?? '',
    height: verdict.record?.height ?? '',
    time: verdict.record === undefined ? '' : timeText(verdict.record.committedAt),
  });
  const title = text(`verdict.${verdict.verdict}`);
  const colour = { valid: style.good, invalid: style.bad, incomplete: style.strong };
  return `${colour[verdict.verdict](title)}${gapAfter(title)}${sentence}`;
}

function verdictKey({ verdict, file }: Reported): TextKey {
  if (verdict.verdict === 'invalid') return 'verify.invalid';
  if (verdict.record?.id === undefined) return 'verify.transactionHolds';
  return file === undefined ? 'verify.recordHolds' : 'verify.fileHolds';
}

/** Times beyond any calendar come as they are. */
function timeText(rfc3339: string): string {
  const timeMs = Date.parse(rfc3339);
  return Number.isNaN(timeMs) ? rfc3339 : localTime(timeMs);
}

function chainLines(invocation: Invocation, { verdict, trustedBy }: Reported): readonly string[] {
  const { text, style, language } = invocation;
  const { chain, assurance } = verdict;
  if (chain === undefined) return [];
  const organisations = chain.organisations.map(({ name }) => name);
  const names = listed(organisations, language);
  const lines = [text('verify.chain', { fingerprint: chain.fingerprint, names })];
  if (assurance?.selfAttested === true) lines.push(text('verify.selfAttested'));
  if (trustedBy !== undefined) lines.push(text(`trustedBy.${trustedBy}`));
  if (verdict.verdict !== 'incomplete') return lines;
  const command = `${programName(invocation.world)} trust add ${chain.fingerprint}`;
  return [...lines, '', text('verify.howToTrust', { names }), `  ${style.strong(command)}`];
}

/** Pages can be printed anew around a genuine receipt, so what the receipt itself says is told beside. */
function certificateLines({ text }: Invocation, { record }: Verdict): readonly string[] {
  const { name, sizeBytes } = record?.note ?? {};
  const facts = [
    ...(name === undefined ? [] : [[text('evidence.nameLabel'), name] as const]),
    ...(sizeBytes === undefined
      ? []
      : [[text('evidence.sizeLabel'), `${countText(sizeBytes)} B`] as const]),
    ...Object.entries(record?.digests ?? {}),
  ];
  if (facts.length === 0) return [];
  return ['', text('verify.pages'), ...factLines(facts).map((line) => `  ${line}`)];
}

function printFacts({ world, text }: Invocation, title: TextKey, facts: readonly string[]): void {
  if (facts.length === 0) return;
  printLine(world);
  printLine(world, text(title));
  for (const fact of facts) {
    const key = `fact.${fact}`;
    printLine(world, `  - ${hasText(key) ? text(key) : fact}`);
  }
}
