/** The run of `stele doctor`: all looks, one after the other, and what they found, worst things not hidden among good ones. */

import { type Invocation, printJson, printLine } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { dataFolderOf } from '../../settings/data-folder.ts';
import type { Finding, Level } from './finding.ts';
import { folderFindings } from './folder-checks.ts';
import { machineFindings } from './machine-checks.ts';
import { serverFindings } from './server-checks.ts';

export async function examine(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const folder = dataFolderOf(given, world);
  const nowMs = Date.now();
  const named = given.value('url')?.replace(/\/+$/, '');
  const findings = [
    ...(await machineFindings(folder, world, nowMs)),
    ...(await folderFindings(folder, nowMs)),
    ...(await serverFindings(folder, named, world)),
  ];
  const errors = countOf(findings, 'error');
  const warnings = countOf(findings, 'warning');
  if (given.flag('json')) {
    const told = findings.map((finding) => jsonOf(invocation, finding));
    printJson(world, { folder, errors, warnings, findings: told });
  } else {
    for (const line of findings.flatMap((finding) => linesOf(invocation, finding))) {
      printLine(world, line);
    }
    printLine(world);
    const isWell = errors + warnings === 0;
    printLine(world, isWell ? text('doctor.allWell') : text('doctor.count', { errors, warnings }));
  }
  return errors === 0 ? exitCodes.done : exitCodes.refused;
}

function countOf(findings: readonly Finding[], wanted: Level): number {
  return findings.filter(({ level }) => level === wanted).length;
}

function jsonOf({ text }: Invocation, { check, level, say, next, parameters }: Finding): object {
  const action = next === undefined ? null : text(next, parameters);
  return { check, level, detail: text(say, parameters), action };
}

function linesOf({ text, style }: Invocation, finding: Finding): readonly string[] {
  const { level, say, next, parameters } = finding;
  const marks: Readonly<Record<Level, string>> = {
    ok: style.good('✓'),
    warning: style.quiet('!'),
    error: style.bad('✗'),
  };
  const line = `${marks[level]} ${text(say, parameters)}`;
  return next === undefined ? [line] : [line, `    ${text(next, parameters)}`];
}
