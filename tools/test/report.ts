// What the suite says at its end: failures in full, skipped tests by name and reason, a table of
// stages, and a last line that machines read: `N passed, N failed, N skipped`.

import { announce, type Stage } from './stage.ts';

/** Returns whether the suite as a whole succeeded. */
export function report(stages: readonly Stage[]): boolean {
  printFailures(stages);
  printCases(stages);
  printStages(stages);
  printSlowest(stages);
  printSkips(stages);
  printFailed(stages);
  const passed = sum(stages, (stage) => stage.passed);
  const failed = sum(stages, (stage) => stage.failures.length);
  const skipped = sum(stages, (stage) => stage.skips.length);
  announce(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0;
}

function printFailures(stages: readonly Stage[]): void {
  for (const failure of stages.flatMap((stage) => stage.failures)) {
    announce(`\n✖ ${failure.name}\n${indent(failure.detail)}`);
  }
}

function printCases(stages: readonly Stage[]): void {
  const totals = new Map<string, number>();
  for (const [label, count] of stages.flatMap((stage) => [...stage.cases])) {
    totals.set(label, (totals.get(label) ?? 0) + count);
  }
  if (totals.size === 0) return;
  const rows = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  printTable([['property', 'cases'], ...rows.map(([label, count]) => [label, String(count)])]);
}

function printStages(stages: readonly Stage[]): void {
  const heading = ['stage', 'seconds', 'passed', 'failed', 'skipped'];
  const rows = stages.map((stage) => [
    stage.name,
    (stage.durationMs / 1000).toFixed(1),
    String(stage.passed),
    String(stage.failures.length),
    String(stage.skips.length),
  ]);
  printTable([heading, ...rows]);
}

function printSlowest(stages: readonly Stage[]): void {
  const rows = stages.flatMap(({ slowest }) =>
    slowest.map(({ path, durationMs }) => [path, (durationMs / 1000).toFixed(1)]),
  );
  if (rows.length > 0) printTable([['slowest files of each stage', 'seconds'], ...rows]);
}

function printSkips(stages: readonly Stage[]): void {
  const skips = stages.flatMap((stage) => stage.skips);
  if (skips.length === 0) return;
  announce('\nskipped:');
  for (const { name, reason } of skips) announce(`  ${name}: ${reason}`);
}

/** Once more by name: whoever sees only the end of a long report, sees what failed. */
function printFailed(stages: readonly Stage[]): void {
  const failures = stages.flatMap((stage) => stage.failures);
  if (failures.length === 0) return;
  announce('\nfailed:');
  for (const { name } of failures) announce(`  ${name}`);
}

/** The first column is text, the others are numbers. */
function printTable(rows: readonly (readonly string[])[]): void {
  const widthOf = (column: number): number =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0));
  announce('');
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widthOf(column)) : cell.padStart(widthOf(column)),
    );
    announce(`  ${cells.join('  ')}`);
  }
}

function sum(stages: readonly Stage[], count: (stage: Stage) => number): number {
  return stages.reduce((total, stage) => total + count(stage), 0);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
