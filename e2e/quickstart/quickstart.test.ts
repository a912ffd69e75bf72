/** docs/quickstart.md, followed word by word by a reader who has only the page; and its translation, which must show the same. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { pythonForTest } from '../../tools/python.ts';
import { blocksOf, programsOf, type Step, stepsOf } from './page.ts';
import { type Finished, Reader } from './reader.ts';

const PAGE = 'quickstart.md';
const TRANSLATION = 'quickstart.zh-CN.md';
/** A line that no snippet prints. */
const MARK = '=== next step ===';

void test('the page, in its order', { timeout: 180_000 }, async (context) => {
  const blocks = blocksOf(PAGE);
  const [start, ...steps] = stepsOf(blocks);
  assert.equal(start?.commands, 'npm start\n');
  assert.ok(steps.length > 10, 'the blocks are found');
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const reader = new Reader(context, python);
  for (const { name, text } of programsOf(blocks)) writeFileSync(reader.path(name), text);
  await reader.startServer(context, start.commands);

  const script = steps.map(({ commands }) => `echo '${MARK}'\n${commands}`).join('\n');
  const finished = await reader.type(script);
  const [, ...printed] = finished.stdout.split(`${MARK}\n`);
  assert.equal(finished.code, 0, failedStep(steps, printed, finished));
  assert.equal(printed.length, steps.length);
  steps.forEach(({ commands, expected }, i) => {
    if (expected === undefined) return;
    // A terminal does not show the CR that ends a header's line.
    const shown = (printed[i] ?? '').replaceAll('\r', '');
    assert.match(shown, patternOf(expected), commands);
  });
  assert.equal(finished.stderr, '', 'nothing complains');

  const changed = await reader.type(
    `echo x >> contract.txt
     ! npx stele verify contract.txt && ! python3 spec/verify.py contract.txt contract.txt.receipt.json
     curl -s $(cat data/address)/v1/verifications -F receipt=@contract.txt.receipt.json -F file=@contract.txt`,
  );
  assert.match(changed.stdout, /"verdict":"invalid"/, 'as the page says of a changed file');
});

function failedStep(
  steps: readonly Step[],
  printed: readonly string[],
  { stderr }: Finished,
): string {
  return [steps[printed.length - 1]?.commands, printed.at(-1), stderr].join('\n');
}

function patternOf(expected: string): RegExp {
  const escaped = expected.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('…', '.*')}$`);
}

void test('the translation shows the same', () => {
  assert.deepEqual(blocksOf(TRANSLATION), blocksOf(PAGE));
});
