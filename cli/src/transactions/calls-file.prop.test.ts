/** A file of calls is read, or refused with a code and the place: whatever is in it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import { principalFromText } from '@stele/protocol';
import fc from 'fast-check';

import { planIn } from './calls-file.ts';

const OWN = principalFromText(`acc_${'1'.repeat(32)}`);
const RUNS = 2_000;

function planOf(json: unknown): ReturnType<typeof planIn> {
  return planIn('calls.json', JSON.stringify(json), OWN);
}

function refused(text: string, code: string, words: RegExp): void {
  assert.throws(
    () => planIn('calls.json', text, OWN),
    (error) => {
      assert.ok(isCoded(error, code), String(error));
      assert.match(error.message, words);
      return true;
    },
  );
}

void test('what is no list of calls is told with its place', () => {
  refused('{"calls": [', 'JSON_MALFORMED', /not JSON/);
  refused('{\n  "calls": x}', 'JSON_MALFORMED', /not JSON/);
  refused('', 'JSON_MALFORMED', /not JSON/);
  refused('[]', 'JSON_NOT_OBJECT', /no object/);
  refused('{}', 'CALLS_FILE_MALFORMED', /calls: \[\]/);
  const from = `acc_${'2'.repeat(32)}`;
  const paid = { from, class: 'acme/receivable', amount: '1', to: { party: from } };
  const first = { contract: 'assets', method: 'pay', args: paid };
  const open = { contract: 'accounts', method: 'open', args: {} };
  const second = (call: object): string => JSON.stringify({ calls: [first, call] });

  refused(second({ ...open, args: [] }), 'CALLS_FILE_MALFORMED', /calls\/1: /);
  refused(second(open), 'CALLS_FILE_MALFORMED', /calls\/1: .*#\//);
  refused(second({ ...open, method: 'shut' }), 'CALL_NAME_UNKNOWN', /accounts.shut/);
  const calls = [first];
  refused(JSON.stringify({ calls, payer: from }), 'CALLS_FILE_MALFORMED', /: "payer"\?/);
  refused(second({ ...first, actor: [from] }), 'CALLS_FILE_MALFORMED', /calls\/1: "actor"\?/);
  const nobody = { party: 'nobody' };
  for (const fault of [{ from: '' }, { class: 'Acme' }, { amount: 1 }, { to: nobody }]) {
    const payment = { ...first, args: { ...paid, ...fault } };
    const place = new RegExp(`calls/1: .*#/${Object.keys(fault).join()}`);
    refused(second(payment), 'CALLS_FILE_MALFORMED', place);
  }
});

void test('nothing that a file can say ends otherwise than in a plan or a code', (context) => {
  const call = fc.record(
    {
      contract: fc.oneof(fc.constantFrom('assets', 'accounts', 'evidence'), fc.jsonValue()),
      method: fc.oneof(fc.constantFrom('pay', 'transfer', 'open', 'record'), fc.jsonValue()),
      args: fc.oneof(fc.dictionary(fc.constantFrom('from', 'inputs', 'to'), fc.jsonValue())),
      actors: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.oneof(call, fc.jsonValue())), fc.jsonValue()), (calls) => {
      try {
        planOf({ calls });
      } catch (error) {
        assert.ok(isCoded(error), String(error));
      }
    }),
    { numRuns: RUNS },
  );
  context.diagnostic(`cases: files of calls ${String(RUNS)}`);
});
