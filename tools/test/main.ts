// The suite. Decides which stages run and in which order; the stages, the tests and the report are in
// the files beside this one.
//
//   main.ts                  every stage
//   main.ts <fragment> …     only the test files whose path contains a fragment, their output shown
//   main.ts --deep           every stage, and tests go deeper (STELE_TEST_DEEP=1)

import { constants } from 'node:os';

import { listSources } from '../sources.ts';
import { report } from './report.ts';
import { runTestFiles } from './run-test-files.ts';
import type { Stage } from './stage.ts';
import { runStaticStages } from './static-stages.ts';

const argumentsGiven = process.argv.slice(2);
const fragments = argumentsGiven.filter((argument) => !argument.startsWith('--'));
const isDeep = argumentsGiven.includes('--deep');
if (isDeep) process.env['STELE_TEST_DEEP'] = '1';

// Test files lead process groups of their own, which end when this process exits, not when it is killed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

const testFiles = listSources().filter((path) => path.endsWith('.test.ts'));
const stages = fragments.length === 0 ? await wholeSuite() : await matchingFiles();
process.exitCode = report(stages) ? 0 : 1;

async function wholeSuite(): Promise<Stage[]> {
  const isTidy = (path: string): boolean => path.startsWith('tools/tidy/');
  // Scenarios start whole servers and measure them: one at a time, with nothing else running.
  const isScenario = (path: string): boolean => path.startsWith('e2e/');
  const others = testFiles.filter((path) => !isTidy(path) && !isScenario(path));
  return [
    ...(await runStaticStages()),
    await runTestFiles({ name: 'tidy', files: testFiles.filter(isTidy), isDeep }),
    await runTestFiles({ name: 'tests', files: others, isDeep }),
    ...(await scenarios(testFiles.filter(isScenario))),
  ];
}

/** Those in a browser measure no time and wait for the browser more than for the machine: two at a time. */
async function scenarios(files: string[]): Promise<Stage[]> {
  const isInBrowser = (path: string): boolean => path.startsWith('e2e/console/');
  const inBrowser = files.filter(isInBrowser);
  const others = files.filter((path) => !isInBrowser(path));
  return [
    await runTestFiles({ name: 'e2e', files: others, isDeep, concurrency: 1 }),
    await runTestFiles({ name: 'browser', files: inBrowser, isDeep, concurrency: 2 }),
  ];
}

async function matchingFiles(): Promise<Stage[]> {
  const files = testFiles.filter((path) => fragments.some((fragment) => path.includes(fragment)));
  return [await runTestFiles({ name: 'tests', files, isDeep, isVerbose: true })];
}
