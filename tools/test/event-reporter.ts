// Runs inside the process of a test file, as a reporter of Node's runner: writes what counts, one JSON
// line per result. Errors are put into words here, where they are still whole.

import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';

import type { TestEvent } from 'node:test/reporters';

export type TestRecord =
  | { readonly kind: 'pass' }
  | { readonly kind: 'skip'; readonly name: string; readonly reason: string }
  | { readonly kind: 'fail'; readonly name: string; readonly detail: string }
  | { readonly kind: 'cases'; readonly label: string; readonly count: number };

type EventOf<Type extends TestEvent['type']> = Extract<TestEvent, { type: Type }>['data'];

// Node takes a reporter from the default export; nothing else in the project has one.
export default async function* recordResults(
  events: AsyncIterable<TestEvent>,
): AsyncGenerator<string, void> {
  /** Names of the suites and tests around the one being reported, outermost first. */
  const path: string[] = [];
  for await (const event of events) {
    if (event.type === 'test:start') path.splice(event.data.nesting, Infinity, event.data.name);
    const record = recordOf(event, path.join(' › '));
    if (record !== undefined) yield `${JSON.stringify(record)}\n`;
  }
}

function recordOf(event: TestEvent, path: string): TestRecord | undefined {
  switch (event.type) {
    case 'test:pass':
      return passOrSkip(event.data, path);
    case 'test:fail':
      return failure(event.data, path);
    case 'test:diagnostic':
      return cases(event.data.message);
    default:
      // The other events tell of progress.
      return undefined;
  }
}

function passOrSkip(data: EventOf<'test:pass'>, name: string): TestRecord | undefined {
  // A suite passes when its tests do, and they are counted.
  if (data.details.type === 'suite' && data.skip === undefined) return undefined;
  const reason = data.skip ?? data.todo;
  if (reason === undefined || reason === false) return { kind: 'pass' };
  return { kind: 'skip', name, reason: typeof reason === 'string' ? reason : 'no reason given' };
}

function failure(data: EventOf<'test:fail'>, path: string): TestRecord | undefined {
  const { error } = data.details;
  // The sub-test that made this one fail is counted already.
  if ('failureType' in error && error.failureType === 'subtestsFailed') return undefined;
  const cause: unknown = error.cause;
  const isWrapped = cause !== undefined && cause !== error.message;
  const place = data.line === undefined ? '' : ` (line ${String(data.line)})`;
  return { kind: 'fail', name: `${path}${place}`, detail: inWords(isWrapped ? cause : error) };
}

function inWords(error: unknown): string {
  // The stack of a failed assertion holds its difference; its properties repeat it at length.
  const isAssertion = error instanceof AssertionError;
  const text = isAssertion ? String(error.stack) : inspect(error, { depth: 4 });
  const isOfNode = /^\s+at .*\(?node:internal/;
  return text
    .split('\n')
    .filter((line) => !isOfNode.test(line))
    .join('\n');
}

/** A property test reports how often it tried with `t.diagnostic('cases: <label> <number>')`. */
function cases(message: string): TestRecord | undefined {
  const match = /^cases: (?<label>.+) (?<count>\d+)$/.exec(message);
  const { label, count } = match?.groups ?? {};
  if (label === undefined || count === undefined) return undefined;
  return { kind: 'cases', label, count: Number(count) };
}
