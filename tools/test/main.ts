// The suite. Decides which stages run and in which order; the stages, the tests and the report are in
// the files beside this one.
//
//   main.ts                  every stage
//   main.ts <fragment> …     only the test files whose path contains a fragment, their output shown
//   main.ts --deep           the test files that have depth (STELE_TEST_DEEP=1), as many as fit the time
//   main.ts --deep <fragment> …   those of them whose path contains a fragment

import { constants } from 'node:os';

import { listSources } from '../sources.ts';
import { deepFiles, isDeepOnly } from './deep-sample.ts';
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

/** No file is begun later than this in a deep run: 45 minutes are the most a build server waits. */
const DEEP_MINUTES = { tests: 12, scenarios: 28 };

const testFiles = listSources().filter((path) => path.endsWith('.test.ts'));
const stages = await chosenStages();
process.exitCode = report(stages) ? 0 : 1;

function chosenStages(): Promise<Stage[]> {
  if (fragments.length > 0) return matchingFiles();
  return isDeep ? deepSample() : wholeSuite();
}

async function wholeSuite(): Promise<Stage[]> {
  const isTidy = (path: string): boolean => path.startsWith('tools/tidy/');
  const files = testFiles.filter((path) => !isDeepOnly(path));
  const others = files.filter((path) => !isTidy(path) && !isScenario(path));
  return [
    ...(await runStaticStages()),
    await runTestFiles({ name: 'tidy', files: files.filter(isTidy), isDeep }),
    await runTestFiles({ name: 'tests', files: others, isDeep }),
    ...(await scenarios(files.filter(isScenario))),
  ];
}

/** Scenarios start whole servers and measure them: one at a time, with nothing else running. */
function isScenario(path: string): boolean {
  return path.startsWith('e2e/');
}

async function deepSample(): Promise<Stage[]> {
  const files = deepFiles(testFiles);
  const until = (minutes: number): number => performance.now() + minutes * 60_000;
  const beginBeforeMs = {
    tests: until(DEEP_MINUTES.tests),
    scenarios: until(DEEP_MINUTES.scenarios),
  };
  return [
    await runTestFiles({
      name: 'tests, deep',
      files: files.filter((path) => !isScenario(path)),
      isDeep,
      beginBeforeMs: beginBeforeMs.tests,
    }),
    await runTestFiles({
      name: 'e2e, deep',
      files: files.filter(isScenario),
      isDeep,
      concurrency: 1,
      beginBeforeMs: beginBeforeMs.scenarios,
    }),
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
  const candidates = isDeep ? deepFiles(testFiles) : testFiles;
  const files = candidates.filter((path) => fragments.some((fragment) => path.includes(fragment)));
  return [await runTestFiles({ name: 'tests', files, isDeep, isVerbose: true })];
}
