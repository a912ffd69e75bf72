/**
 * Every operation of /openapi.json, called by schemathesis (PyPI) with what the description allows and with what it does not: by
 * examples, limits of schemas, chance, and in sequences where one answer gives the next request its ids. No answer may be a server's
 * fault, undeclared, of another type or shape than described. What is checked, and what is not and why: schemathesis.toml.
 * Chance and sequences take the time of a deep run; examples and limits are tried in every run.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pythonForTest } from '../../tools/python.ts';
import { type ServedApi, serveApi } from './served-api.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
/** Fuzzing and sequences go on until the time is over; only the deep run has that much. */
const SECONDS = isDeep ? 600 : 120;
const PHASES = isDeep ? 'examples,coverage,fuzzing,stateful' : 'examples,coverage';
const SEED_MAX = 2 ** 32;
const OUTPUT_BYTES_MAX = 64 * 2 ** 20;

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const environment = { name: 'python-api', requirements: 'e2e/api/requirements.txt' };

interface Report {
  readonly isPassed: boolean;
  readonly text: string;
}

/** From a file: of a server's own description it would leave out the route it comes from. */
async function runSchemathesis(
  python: string,
  { address, key, folder }: ServedApi,
  given: { readonly description: string; readonly seed: number },
): Promise<Report> {
  const path = join(folder, 'openapi.json');
  writeFileSync(path, given.description);
  const args = [
    ...['--config-file', here('schemathesis.toml'), '--no-color'],
    ...['run', path, '--url', address, '--header', `Authorization: Bearer ${key}`],
    ...['--seed', String(given.seed), '--max-time', String(SECONDS)],
    ...['--phases', PHASES, '--continue-on-failure'],
  ];
  const program = join(dirname(python), 'schemathesis');
  const options = { cwd: folder, maxBuffer: OUTPUT_BYTES_MAX };
  return await new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ isPassed: error === null, text: stdout + stderr });
    });
  });
}

/** Without the many warnings that stand between what was found and the summary: the end of a report is what is read first. */
function findingsIn(text: string): string {
  return text.replace(/=+ WARNINGS =+[^]*?(?==+ SUMMARY)/, '');
}

function operationsIn(description: string): number {
  const { paths } = JSON.parse(description) as { paths: Readonly<Record<string, object>> };
  return Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
}

void test('schemathesis finds nothing', { timeout: (SECONDS + 110) * 1_000 }, async (t) => {
  const python = await pythonForTest(t, environment);
  if (python === undefined) return;
  const api = await serveApi(t);
  const description = await (await fetch(`${api.address}/openapi.json`)).text();
  const seed = Number(process.env['STELE_TEST_SEED'] ?? randomInt(SEED_MAX));
  t.diagnostic(`seed: ${String(seed)} (STELE_TEST_SEED)`);
  const { isPassed, text } = await runSchemathesis(python, api, { description, seed });
  assert.ok(isPassed, findingsIn(text));
  const [, generated = '0'] = /(\d+) generated/.exec(text) ?? [];
  t.diagnostic(`cases: schemathesis ${generated}`);
  const called = new RegExp(`Tested: +${String(operationsIn(description))}\n`);
  assert.match(text, called, 'every operation was called');
  assert.doesNotMatch(api.output(), /"level":"error"/, 'nothing went wrong behind an answer');
});
