/** What `stele notarize` says at the end: a sentence a file for people, receipt paths alone in a pipe, everything with `--json`. */

import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { localTime } from '../terminal/local-time.ts';
import { printable } from '../terminal/printable.ts';
import { exitCodeOf, explain } from '../trouble.ts';
import type { CertificateOutcome, FailedFile, FileOutcome, RecordedFile } from './outcome.ts';

export function reportOutcomes(
  invocation: Invocation,
  fingerprint: string,
  outcomes: readonly FileOutcome[],
): void {
  const { arguments: given, world } = invocation;
  if (given.flag('json')) {
    const items = outcomes.map((outcome) => outcomeJson(outcome, invocation));
    printJson(world, { fingerprint, items });
    return;
  }
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') continue;
    printLine(world, recordedLine(outcome, invocation));
    if (outcome.certificate?.kind !== 'written') continue;
    printLine(world, certificateLine(outcome.certificate.path, invocation));
  }
  for (const line of failureLines(outcomes, invocation)) world.err.write(`${line}\n`);
  for (const line of missingLines(outcomes, invocation)) world.err.write(`${line}\n`);
}

/** The gravest: the world failed before refused, refused before unreadable. */
export function exitCodeOfAll(outcomes: readonly FileOutcome[]): ExitCode {
  const errors = outcomes.flatMap((outcome) => {
    if (outcome.kind === 'failed') return [outcome.error];
    return outcome.certificate?.kind === 'missing' ? [outcome.certificate.error] : [];
  });
  const codes = new Set(errors.map(exitCodeOf));
  const order = [exitCodes.failed, exitCodes.refused, exitCodes.usage];
  return order.find((code) => codes.has(code)) ?? exitCodes.done;
}

function recordedLine(
  { kind, path, receiptPath, record }: RecordedFile,
  { world, text, style }: Invocation,
): string {
  if (!world.out.isTerminal) return printable(receiptPath);
  const sentence = text(`notarize.${kind}`, {
    path,
    height: record.height,
    time: localTime(Date.parse(record.committedAt)),
    receipt: receiptPath,
  });
  return `${style.good('✓')} ${sentence}`;
}

function certificateLine(path: string, { world, text }: Invocation): string {
  return world.out.isTerminal ? `  ${text('notarize.certificate', { path })}` : printable(path);
}

/** Told apart from failures: these files are recorded. */
function missingLines(
  outcomes: readonly FileOutcome[],
  { world, text }: Invocation,
): readonly string[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.kind === 'failed' || outcome.certificate?.kind !== 'missing') return [];
    const { path } = outcome;
    const { code, sentence, action } = explain(outcome.certificate.error, text);
    const line = text('notarize.uncertified', { path, reason: sentence });
    const mark = world.err.isTerminal ? '✗ ' : 'stele: ';
    return [`${mark}${line} [${code}]`, ...(action === undefined ? [] : [printable(action)])];
  });
}

/** A cause that many files share is told once, with their number. */
function failureLines(
  outcomes: readonly FileOutcome[],
  { world, text }: Invocation,
): readonly string[] {
  const failures = outcomes.filter((outcome) => outcome.kind === 'failed');
  const byCause = Map.groupBy(failures, ({ error }) => error);
  return [...byCause].flatMap(([error, files]) => {
    const [{ path } = { path: '' }] = files;
    const { code, sentence, action } = explain(error, text);
    const reason = sentence;
    const line =
      files.length === 1
        ? text('notarize.failed', { path, reason })
        : text('notarize.failedMany', { count: files.length, path, reason });
    const mark = world.err.isTerminal ? '✗ ' : 'stele: ';
    return [`${mark}${line} [${code}]`, ...(action === undefined ? [] : [printable(action)])];
  });
}

function outcomeJson(outcome: FileOutcome, { text }: Invocation): unknown {
  if (outcome.kind === 'failed') return { path: outcome.path, ...failureJson(outcome, text) };
  const { kind, path, receiptPath, record, certificate } = outcome;
  const { id, transaction, height, index, committedAt, digests } = record;
  return {
    path,
    status: kind,
    receipt: receiptPath,
    ...(certificate && { certificate: certificateJson(certificate, text) }),
    id,
    transaction,
    height,
    index,
    committedAt,
    digests,
  };
}

/** Its path, or why there is none. */
function certificateJson(
  certificate: CertificateOutcome,
  text: Invocation['text'],
): string | object {
  return certificate.kind === 'written' ? certificate.path : failureJson(certificate, text);
}

function failureJson({ error }: Pick<FailedFile, 'error'>, text: Invocation['text']): object {
  const { code, sentence, action } = explain(error, text);
  return { status: 'failed', code, detail: sentence, action: action ?? null };
}
