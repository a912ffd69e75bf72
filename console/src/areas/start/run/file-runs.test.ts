// The first page's work: in order, once each, and nothing lost when the reader is not signed in, the server stops, or a file changes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failure } from '@stele/base';

import { ApiError } from '../../../api/api-error.ts';
import type { PageVerdict } from '../../../proof/judge.ts';
import type { EvidenceRecord } from '../../records/record.ts';
import { FileRuns } from './file-runs.ts';
import type { FileRun } from './run.ts';
import type { Steps } from './steps.ts';

interface Service {
  readonly steps: Steps;
  /** Key and name of every request that came in. */
  readonly requests: string[];
  /** Thrown by the next requests, the first first. */
  readonly failures: (Error | undefined)[];
  readonly receiptFailures: (Error | undefined)[];
}

function service(): Service {
  const requests: string[] = [];
  const failures: (Error | undefined)[] = [];
  const receiptFailures: (Error | undefined)[] = [];
  const steps: Steps = {
    hash: async (file, { onProgress }) => {
      const text = await file.text();
      if (text === 'changing') throw failure('FILE_CHANGED', 'it changed');
      onProgress?.(text.length, 1);
      return new Map([[1, new Uint8Array([text.length])]]);
    },
    record: ({ key, name }) => {
      requests.push(`${key} ${name}`);
      const error = failures.shift();
      if (error !== undefined) return Promise.reject(error);
      return Promise.resolve({ id: name, chain: { fingerprint: 'f' } } as EvidenceRecord);
    },
    receipt: () => {
      const error = receiptFailures.shift();
      return error === undefined ? Promise.resolve(new Uint8Array([1])) : Promise.reject(error);
    },
    judge: () => Promise.resolve({ verdict: 'valid' } as PageVerdict),
  };
  return { steps, requests, failures, receiptFailures };
}

const named = (name: string, text = name): { name: string; file: File } => ({
  name,
  file: new File([text], name),
});
const problem = (status: number, code: string): ApiError =>
  new ApiError({ status, code, detail: '', action: '', errors: [] });

async function rest(runs: FileRuns): Promise<readonly FileRun[]> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return runs.state().runs;
}

test('files are recorded one after the other, each under a key of its own', async () => {
  const { steps, requests } = service();
  const runs = new FileRuns(steps);
  runs.setMayRecord(true);
  runs.add([named('a'), named('b'), named('c')]);
  const done = await rest(runs);
  assert.deepEqual(
    done.map(({ stage }) => stage),
    ['verified', 'verified', 'verified'],
  );
  assert.deepEqual(
    requests.map((line) => line.split(' ')[1]),
    ['a', 'b', 'c'],
  );
  assert.equal(new Set(requests.map((line) => line.split(' ')[0])).size, 3);
});

test('without a session the file is hashed and kept, and goes on after signing in', async () => {
  const { steps, requests } = service();
  const runs = new FileRuns(steps);
  runs.add([named('a')]);
  const [waiting] = await rest(runs);
  assert.deepEqual([waiting?.stage, requests.length], ['hashed', 0]);
  runs.setMayRecord(true);
  const [done] = await rest(runs);
  assert.equal(done?.stage, 'verified');
});

test('a session that ends keeps digest and key, and the same request goes out after it', async () => {
  const { steps, requests, failures } = service();
  failures.push(problem(401, 'SESSION_ENDED'));
  const runs = new FileRuns(steps);
  runs.setMayRecord(true);
  runs.add([named('a'), named('b')]);
  const [stopped, next] = await rest(runs);
  assert.deepEqual([stopped?.trouble?.problem.status, next?.stage], [401, 'hashed']);
  runs.setMayRecord(true);
  const done = await rest(runs);
  assert.deepEqual(
    done.map(({ stage }) => stage),
    ['verified', 'verified'],
  );
  assert.equal(requests[0], requests[1]);
});

test('a server that stops mid-way gets the same key when it is tried again', async () => {
  const { steps, requests, failures, receiptFailures } = service();
  failures.push(problem(0, 'UNREACHABLE'), problem(503, 'NODE_STOPPING'));
  receiptFailures.push(problem(0, 'UNREACHABLE'));
  const runs = new FileRuns(steps);
  runs.setMayRecord(true);
  runs.add([named('a')]);
  const seen: (readonly [at: string | undefined, code: string | undefined])[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    for (const { id, trouble } of await rest(runs)) {
      seen.push([trouble?.at, trouble?.problem.code]);
      runs.retry(id);
    }
  }
  assert.deepEqual(seen, [
    ['recording', 'UNREACHABLE'],
    ['recording', 'NODE_STOPPING'],
    ['receipt', 'UNREACHABLE'],
    [undefined, undefined],
  ]);
  assert.equal(new Set(requests).size, 1);
  assert.equal(requests.length, 3, 'what is recorded is not sent again for its receipt');
});

test('a file that changes while it is hashed stops itself and no other', async () => {
  const { steps } = service();
  const runs = new FileRuns(steps);
  runs.setMayRecord(true);
  runs.add([named('a', 'changing'), named('b')]);
  const [changed, other] = await rest(runs);
  assert.deepEqual(
    [changed?.trouble?.at, changed?.trouble?.problem.code, other?.stage],
    ['reading', 'FILE_CHANGED', 'verified'],
  );
});

test('an empty file is recorded like any other', async () => {
  const { steps } = service();
  const runs = new FileRuns(steps);
  runs.setMayRecord(true);
  runs.add([named('empty', '')]);
  assert.equal((await rest(runs))[0]?.stage, 'verified');
});

test('files that come while others are at work are taken in, and starting over forgets all', async () => {
  const { steps, requests } = service();
  const runs = new FileRuns(steps);
  runs.setMayRecord(true);
  runs.add([named('a')]);
  await Promise.resolve();
  runs.add([named('b')]);
  assert.equal((await rest(runs)).length, 2);
  runs.clear();
  assert.deepEqual(runs.state().runs, []);
  runs.add([named('c')]);
  assert.equal((await rest(runs))[0]?.stage, 'verified');
  assert.equal(requests.length, 3);
});

test('what was dropped before anybody signed in is theirs who does', async () => {
  const { steps, requests } = service();
  const runs = new FileRuns(steps);
  runs.add([named('a')]);
  await rest(runs);
  runs.setPerson('ada');
  runs.setMayRecord(true);
  assert.equal((await rest(runs))[0]?.stage, 'verified');
  assert.equal(requests.length, 1);
});

test('who signs out takes all files along', async () => {
  const { steps } = service();
  const runs = new FileRuns(steps);
  runs.setPerson('ada');
  runs.setMayRecord(true);
  runs.add([named('a')]);
  await rest(runs);
  runs.setPerson(undefined);
  assert.deepEqual(runs.state().runs, []);
});

test('before another person nothing recorded is shown, and nothing else recorded unasked', async () => {
  const { steps, requests, failures } = service();
  const runs = new FileRuns(steps);
  runs.setPerson('ada');
  runs.setMayRecord(true);
  failures.push(undefined, problem(0, 'UNREACHABLE'));
  runs.add([named('recorded'), named('waiting')]);
  await rest(runs);
  runs.setPerson('bea');
  runs.setMayRecord(true);
  const [left, ...others] = await rest(runs);
  assert.deepEqual([left?.name, left?.trouble?.problem.code], ['waiting', 'PERSON_CHANGED']);
  assert.deepEqual(others, []);
  assert.equal(requests.length, 2);
  runs.retry(left?.id ?? '');
  assert.equal((await rest(runs))[0]?.stage, 'verified');
});
