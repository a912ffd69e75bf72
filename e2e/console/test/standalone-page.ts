/** verify.html on a disk, beside a file with its receipt and its certificate, as somebody far from the server has them. */

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeCertificate } from '@stele/certificate';
import { makeReceipt, type ReceiptPlan } from '@stele/certificate/test';
import { buildVerifyPage } from '@stele/console/verify-page';
import { verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import type { Locator, Page } from 'playwright-core';
import type { BrowserTest } from '../browser-test.ts';
import type { Looks, Visitor } from '../visitor.ts';

const built = buildVerifyPage();

export const CONTENT = '一份租赁合同 a lease\n'.repeat(40);
export const NAME = '租赁合同 lease.txt';

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'stele-verify-'));

  /** Goes when the test ends. */
  static open({ context }: BrowserTest): Folder {
    const folder = new Folder();
    context.after(() => {
      rmSync(folder.path, { recursive: true, force: true });
    });
    return folder;
  }

  write(name: string, content: Uint8Array | string): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }
}

export function receiptFor(content: Uint8Array | string, plan: ReceiptPlan = {}): Uint8Array {
  const digest = new Uint8Array(createHash('sha256').update(content).digest());
  return makeReceipt({
    note: { name: NAME, sizeBytes: Buffer.byteLength(content), reference: 'HT-2026-017' },
    members: ['云锦博物馆', '市中级人民法院'],
    ...plan,
    item: { digests: new Map([[1, digest] as const]), ...plan.item },
  });
}

export async function certificateFor(receipt: Uint8Array): Promise<Uint8Array> {
  return await makeCertificate(receipt, { crypto: nodeCrypto });
}

export function fingerprintOf(receipt: Uint8Array): string {
  return verifyReceipt(receipt, { crypto: nodeCrypto, trusted: [] }).chain?.fingerprint ?? '';
}

/** The page as its reader sees it: from the disk, with the network off. */
export class StandalonePage {
  readonly visitor: Visitor;
  readonly folder: Folder;

  private constructor(visitor: Visitor, folder: Folder) {
    this.visitor = visitor;
    this.folder = folder;
  }

  static async open(
    scene: BrowserTest,
    looks: Looks = {},
    prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<StandalonePage> {
    const folder = Folder.open(scene);
    const path = folder.write('verify.html', await built);
    const visitor = await scene.visitor(looks);
    await visitor.context.setOffline(true);
    await prepare(visitor.page);
    await visitor.page.goto(pathToFileURL(path).href);
    return new StandalonePage(visitor, folder);
  }

  get page(): Page {
    return this.visitor.page;
  }

  /** File and receipt on the folder's disk. */
  lease(): { readonly file: string; readonly receipt: string; readonly bytes: Uint8Array } {
    const bytes = receiptFor(CONTENT);
    return {
      file: this.folder.write(NAME, CONTENT),
      receipt: this.folder.write(`${NAME}.receipt.json`, bytes),
      bytes,
    };
  }

  async give(...paths: readonly string[]): Promise<void> {
    await this.page.setInputFiles('input[type=file]', [...paths]);
  }

  /** Somebody lets files go over the page. */
  async drop(files: readonly (readonly [name: string, content: string])[]): Promise<void> {
    await this.page.evaluate((given) => {
      const transfer = new DataTransfer();
      for (const [name, content] of given) transfer.items.add(new File([content], name));
      const how = { bubbles: true, cancelable: true, dataTransfer: transfer };
      document.body.dispatchEvent(new DragEvent('dragover', how));
      document.body.dispatchEvent(new DragEvent('drop', how));
    }, files);
  }

  step(name: string): Locator {
    return this.page.locator(`[data-step="${name}"]`).first();
  }

  async result(step: string): Promise<string | null> {
    return await this.step(step).getAttribute('data-result');
  }

  /** Once everything is judged. */
  async judged(count = 1): Promise<void> {
    await this.page
      .locator('article')
      .nth(count - 1)
      .locator('[data-step="trust"]')
      .waitFor();
  }

  async says(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }
}
