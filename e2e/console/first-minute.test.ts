/**
 * The first minute of somebody who got a link and has read nothing: a file dropped, recorded, verified before their eyes, broken on purpose,
 * verified with the server gone, taken away. And the same act by the calls that the page shows.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { fileOn, inShell, letGo, shownCalls, take } from './acts.ts';
import { browserTest } from './browser-test.ts';
import { type Desk, settled, sharedDesk } from './desk.ts';

const run = promisify(execFile);
const NAME = '合同 contract.pdf';
const CONTENT = 'the text of a contract\n';
/** Of a receipt with a note and a file. */
const STEPS_MIN = 10;
const PATIENCE_MS = 20_000;

const desk = sharedDesk();

interface StepsShown {
  readonly failed: readonly (string | null)[];
  readonly passed: number;
}

/** The steps as the page shows them. */
async function stepsIn(page: Page): Promise<StepsShown> {
  const steps = page.locator('main ol');
  const failed = await steps.locator('[data-result="fail"]').all();
  return {
    failed: await Promise.all(failed.map((step) => step.getAttribute('data-step'))),
    passed: await steps.locator('[data-result="pass"]').count(),
  };
}

async function recorded(page: Page): Promise<void> {
  await page.getByText(/Recorded in block \d/).waitFor({ timeout: PATIENCE_MS });
  await page.locator('[data-step]').first().waitFor({ timeout: PATIENCE_MS });
}

browserTest('drop, watch, break, stop the server, take away', async (scene) => {
  const opened = await desk();
  const { machine } = opened;
  const file = fileOn(machine, NAME, CONTENT);
  const visitor = await opened.stranger(scene);
  const { page } = visitor;

  await page.goto(await opened.printedLink());
  await page.getByRole('button', { name: 'Sign out' }).waitFor({ timeout: PATIENCE_MS });
  assert.equal(new URL(page.url()).hash, '', 'the token does not stay in the address bar');
  await settled(page);

  await letGo(visitor, [file]);
  await recorded(page);
  const whole = await stepsIn(page);
  assert.deepEqual(whole.failed, []);
  assert.ok(whole.passed >= STEPS_MIN, `${String(whole.passed)} steps`);

  await page.getByRole('button', { name: 'Change one byte of the file' }).click();
  await page.getByText(/Byte [\d,]+ of the file was 0x/).waitFor();
  assert.deepEqual((await stepsIn(page)).failed, ['file'], 'the one step that compares it');
  await page.getByRole('button', { name: 'Change it back' }).click();
  await page.locator('[data-result="fail"]').first().waitFor({ state: 'detached' });
  assert.deepEqual(await stepsIn(page), whole);
  await page.getByRole('button', { name: 'Change one byte of the receipt' }).click();
  await page.getByText(/Byte [\d,]+ of the receipt was 0x/).waitFor();
  assert.ok((await stepsIn(page)).failed.length > 0, 'no byte of a receipt can be changed');
  await page.getByRole('button', { name: 'Change it back' }).click();

  const taken = await takeAll(page, opened);
  await readsAlone(opened, file, taken);

  visitor.expectTrouble(/ERR_CONNECTION|ERR_INCOMPLETE|ERR_SOCKET|ERR_EMPTY_RESPONSE/);
  await opened.stop();
  await page.getByText('The server does not answer right now.').waitFor({ timeout: PATIENCE_MS });
  await page.getByRole('button', { name: 'Verify again, without the network' }).click();
  await page.getByText(/Verified again at .*every step holds/).waitFor();
  const again = await take(
    page,
    page.getByRole('button', { name: 'Receipt', exact: true }),
    machine,
  );
  assert.equal(readFileSync(again, 'utf8'), readFileSync(taken.receipt, 'utf8'));

  await opened.startAgain();
  await page.getByText('The server answers right now.').waitFor({ timeout: PATIENCE_MS });
});

interface Taken {
  readonly receipt: string;
  readonly certificate: string;
  readonly verifyPage: string;
  readonly zip: string;
}

async function takeAll(page: Page, { machine }: Desk): Promise<Taken> {
  const button = (name: string): Promise<string> =>
    take(page, page.getByRole('button', { name, exact: true }), machine);
  return {
    receipt: await button('Receipt'),
    certificate: await button('Certificate (PDF)'),
    verifyPage: await button('verify.html'),
    zip: await button('All in one ZIP'),
  };
}

/** With nothing but what was taken away, and no page. */
async function readsAlone({ machine }: Desk, file: string, taken: Taken): Promise<void> {
  const { receipt, certificate, verifyPage, zip } = taken;
  assert.match(receipt, /合同 contract\.pdf\.receipt\.json$/, 'where the command looks for it');
  for (const args of [
    ['verify', file],
    ['verify', file, '--receipt', certificate],
  ]) {
    const verified = await machine.stele(args);
    assert.equal(verified.code, 0, `${args.join(' ')}: ${verified.stdout}${verified.stderr}`);
  }
  const entries = unzipSync(readFileSync(zip));
  const packed = (name: string): Buffer => Buffer.from(entries[name] ?? []);
  assert.equal(packed(NAME).toString(), CONTENT);
  assert.deepEqual(packed(`${NAME}.receipt.json`), readFileSync(receipt));
  assert.deepEqual(packed(`${NAME}.certificate.pdf`), readFileSync(certificate));
  assert.deepEqual(packed('verify.html'), readFileSync(verifyPage));
  assert.match(strFromU8(packed('README.txt')), /[0-9a-f]{64}/, 'it says which chain');
}

browserTest('with the sample, in Chinese, signed in after the drop', async (scene) => {
  const opened = await desk();
  const visitor = await opened.stranger(scene, { language: 'zh-CN', theme: 'dark', width: 390 });
  const { page } = visitor;
  await page.goto('/');
  await settled(page);
  await page.getByRole('button', { name: '用示例试一试' }).click();
  await page.getByRole('heading', { name: '示例.txt' }).waitFor({ timeout: PATIENCE_MS });
  await page.getByText('登录后存证').waitFor({ timeout: PATIENCE_MS });

  const other = await visitor.anotherTab();
  await other.goto(await opened.newLink());
  await other.locator('button', { hasText: '退出登录' }).waitFor({ state: 'attached' });
  await other.close();
  await page.bringToFront();
  await page.getByText(/已存证于区块 \d/).waitFor({ timeout: PATIENCE_MS });
  await page.locator('[data-step="file"][data-result="pass"]').first().waitFor();
  assert.equal(await page.locator('[data-result="fail"]').count(), 0);
});

interface Shown {
  readonly id: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly note: Readonly<Record<string, unknown>>;
}

browserTest('page, curl, TypeScript and command line record the same', async (scene) => {
  const opened = await desk();
  const { machine, admin } = opened;
  const name = "it's 合同.txt";
  const file = fileOn(machine, name, 'four ways, one record\n');
  const visitor = await opened.signedIn(scene);
  const { page } = visitor;
  await page.goto('/');
  await settled(page);
  await letGo(visitor, [file]);
  await recorded(page);
  const calls = await shownCalls(page);
  assert.deepEqual([...calls.keys()], ['curl', 'TypeScript', 'Command line']);

  const href = await page
    .getByRole('link', { name: 'The record', exact: true })
    .getAttribute('href');
  const [pageId = ''] = /ev_[0-9a-f]{32}/.exec(href ?? '') ?? [];
  const byPage = await admin.json<Shown>(200, 'GET', `/v1/evidence/${pageId}`);
  const byCurl = JSON.parse(await inShell(opened, calls.get('curl') ?? '')) as Shown;
  const byProgram = await recordedByProgram(opened, calls.get('TypeScript') ?? '');
  const commanded = await inShell(opened, calls.get('Command line') ?? '');
  assert.match(commanded, /receipt\.json/);
  const receipt = JSON.parse(readFileSync(`${file}.receipt.json`, 'utf8')) as object;

  for (const [way, one] of Object.entries({ byCurl, byProgram })) {
    const again = await admin.json<Shown>(200, 'GET', `/v1/evidence/${one.id}`);
    assert.deepEqual(shapeOf(again), shapeOf(byPage), way);
    assert.deepEqual(again.digests, byPage.digests, way);
    assert.deepEqual(again.note, byPage.note, way);
    assert.notEqual(one.id, byPage.id, 'a record of its own');
  }
  await sameAsReceipt(opened, receipt, byPage);
});

function shapeOf(record: Shown): readonly string[] {
  return Object.keys(record).sort();
}

/** The command's receipt is verified with the page's digests. */
async function sameAsReceipt({ admin }: Desk, receipt: object, { digests }: Shown): Promise<void> {
  const { verdict, steps } = await admin.json<{
    verdict: string;
    steps: readonly { name: string; result: string }[];
  }>(200, 'POST', '/v1/verifications', { body: { receipt, digests } });
  assert.equal(verdict, 'valid');
  assert.equal(steps.find((step) => step.name === 'file')?.result, 'pass');
}

/** The program prints what it got as Node shows objects; its id tells which record it made. */
async function recordedByProgram(
  { machine, admin, adminKey }: Desk,
  program: string,
): Promise<Shown> {
  const path = fileOn(machine, 'record.ts', program);
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', path], {
    cwd: machine.folder,
    env: machine.environment({ STELE_KEY: adminKey }),
  });
  const [id = ''] = /ev_[0-9a-f]{32}/.exec(stdout) ?? [];
  return await admin.json<Shown>(200, 'GET', `/v1/evidence/${id}`);
}
