// The stages that look at sources without running them. Each counts as one test.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { cloneFolder } from '../sources.ts';
import { announce, type Stage } from './stage.ts';

interface Check {
  readonly name: string;
  /** Relative to the clone. */
  readonly program: string;
  readonly args: readonly string[];
  readonly remedy: string;
}

const format: Check = {
  name: 'format',
  program: 'node_modules/prettier/bin/prettier.cjs',
  // The cache knows files by content, so it cannot hide a fault.
  args: ['--check', '--log-level=warn', '--cache', '--cache-location=.cache/prettier', '.'],
  remedy: 'npm run format',
};
const types: Check = {
  name: 'types',
  program: 'node_modules/typescript/bin/tsc',
  args: ['-b'],
  remedy: '',
};
const lint: Check = {
  name: 'lint',
  program: 'node_modules/eslint/bin/eslint.js',
  // No cache: typed rules depend on other files than the one they report.
  args: ['--max-warnings=0', '.'],
  remedy: '',
};

/** Scenarios start servers, which would each find that there is nothing to serve yet. */
const pages: Check = {
  name: 'pages',
  program: 'console/build/ensure.ts',
  args: [],
  remedy: '',
};

/** Two lanes for two cores: lint takes about as long as the other two together. */
export async function runStaticStages(): Promise<Stage[]> {
  announce('format, types, pages, lint …');
  const linted = runCheck(lint);
  const formatted = await runCheck(format);
  const typed = await runCheck(types);
  const built = await runCheck(pages);
  return [formatted, typed, built, await linted];
}

async function runCheck(check: Check): Promise<Stage> {
  const startedMs = performance.now();
  const { code, output } = await runTool(check);
  const succeeded = code === 0;
  if (!succeeded) announce(`✖ ${check.name}`);
  const detail = check.remedy === '' ? output : `${output}\nTo mend it: ${check.remedy}`;
  return {
    name: check.name,
    durationMs: performance.now() - startedMs,
    passed: succeeded ? 1 : 0,
    failures: succeeded ? [] : [{ name: check.name, detail }],
    skips: [],
    slowest: [],
    cases: new Map(),
  };
}

function runTool({ program, args }: Check): Promise<{ code: number | null; output: string }> {
  const script = join(cloneFolder, program);
  const child = spawn(process.execPath, [script, ...args], {
    cwd: cloneFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: string): void => {
    output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output: output.trimEnd() });
    });
  });
}
