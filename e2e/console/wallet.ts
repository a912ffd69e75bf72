/**
 * Somebody who deals in assets on a desk of their own: their key and account are put into the browser through the page, as people do it, and
 * they fill in, read and sign as people do.
 */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type AssetsArchive, CLAIM, fillAssets } from './assets-archive.ts';
import type { BrowserTest } from './browser-test.ts';
import { type Desk, settled, sharedDesk, show } from './desk.ts';
import type { Visitor } from './visitor.ts';

export const PASSPHRASE = 'seven unrelated words';

export interface WalletOf {
  /** Path of a PEM. */
  readonly keyFile: string;
  readonly account: string;
}

/** Brings a key from a file and names the account; the page is then that of the account. */
export async function bringWallet(visitor: Visitor, wallet: WalletOf): Promise<void> {
  const { page } = visitor;
  await show(visitor, '/assets/mine');
  await page.locator('main input[type="file"]').setInputFiles(wallet.keyFile);
  await page.getByLabel('New passphrase').fill(PASSPHRASE);
  await page.getByLabel('Passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Bring the key in' }).click();
  await page.getByRole('button', { name: 'Save the key as a file' }).waitFor();
  await page.getByRole('textbox', { name: 'Account', exact: true }).fill(wallet.account);
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByText('The key in this browser may sign for this account.').waitFor();
  await settled(page);
}

/** Signs what is shown with the key in the browser. */
export async function signHere(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Sign and hand in' }).click();
}

/** What the browser keeps of the wallet, as text. */
export async function keptWallets(page: Page): Promise<string> {
  return await page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('stele-keys');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const all = opening.result.transaction('wallets').objectStore('wallets').getAll();
          all.onsuccess = () => {
            const bytes = (_: string, value: unknown): unknown =>
              value instanceof Uint8Array ? [...value] : value;
            resolve(JSON.stringify(all.result, bytes));
          };
        };
      }),
  );
}

/** A desk of one test file, filled with assets. */
export class AssetsDesk {
  readonly #desk: () => Promise<Desk>;
  #made: AssetsArchive | undefined;

  constructor() {
    this.#desk = sharedDesk(async (opened) => {
      this.#made = await fillAssets(opened);
    });
  }

  async open(): Promise<{ readonly desk: Desk; readonly made: AssetsArchive }> {
    const desk = await this.#desk();
    assert.ok(this.#made);
    return { desk, made: this.#made };
  }

  /** The operator with their key, in a browser without the cryptography that plain-http addresses lack. */
  async operator(scene: BrowserTest): Promise<Visitor> {
    const { desk, made } = await this.open();
    const visitor = await desk.signedIn(scene);
    await visitor.context.addInitScript(() => {
      Object.defineProperty(crypto, 'subtle', { value: undefined });
    });
    await bringWallet(visitor, { keyFile: operatorKey(desk), account: made.account });
    return visitor;
  }
}

export function operatorKey({ machine }: Desk): string {
  return machine.path('data', 'keys', 'operator.key');
}

export async function fillSending(page: Page, to: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Class' }).selectOption({ label: CLAIM });
  await page.getByLabel('Amount').fill('120.5');
  await page.getByLabel('To', { exact: true }).fill(to);
}

export async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read what will happen' }).click();
  await settled(page);
}

export async function recorded(page: Page): Promise<void> {
  await page.getByText('It is recorded.').waitFor();
}

/** Opens one of the acts that a page offers. */
export async function choose(page: Page, act: string): Promise<void> {
  await page.getByRole('button', { name: act, exact: true }).click();
  await settled(page);
}
