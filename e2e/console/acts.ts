/** What people do with a page beside clicking: let files go over it, take files away, read the call that it shows, and run it. */

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Download, Locator, Page } from 'playwright-core';
import type { Machine } from '../product/product.ts';
import type { Desk } from './desk.ts';
import type { Visitor } from './visitor.ts';

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

/** Lets files or folders of the disk go over the middle of the page, as a file manager does. */
export async function letGo({ context, page }: Visitor, paths: readonly string[]): Promise<void> {
  const session = await context.newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: Math.round(width / 2),
      y: Math.round(height / 2),
      data: { items: [], files: [...paths], dragOperationsMask: 1 },
    });
  }
  await session.detach();
}

/** Clicks, and puts what is downloaded into the machine's folder under the name that the page gave it. */
export async function take(page: Page, button: Locator, machine: Machine): Promise<string> {
  const started = page.waitForEvent('download');
  await button.click();
  return await kept(await started, machine);
}

export async function kept(download: Download, machine: Machine): Promise<string> {
  const path = machine.path(download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** The programs in the drawer of one "Show me the call", the first unless told, by their headings; the drawer is closed again. */
export async function shownCalls(page: Page, index = 0): Promise<ReadonlyMap<string, string>> {
  await page.getByRole('button', { name: 'Show me the call' }).nth(index).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const programs = new Map<string, string>();
  for (const section of await dialog.locator('section').all()) {
    const title = await section.getByRole('heading').innerText();
    programs.set(title, await section.locator('pre').innerText());
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  return programs;
}

/** Files that exist in the page alone, put into its field as if they had been chosen there. */
export async function chooseMany(field: Locator, count: number): Promise<void> {
  await field.evaluate((input, many) => {
    assertIsField(input);
    const transfer = new DataTransfer();
    for (let i = 0; i < many; i++) {
      transfer.items.add(new File([`content ${String(i)}`], `file-${String(i)}.txt`));
    }
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));

    function assertIsField(element: Element): asserts element is HTMLInputElement {
      if (!(element instanceof HTMLInputElement)) throw new TypeError('a field for files');
    }
  }, count);
}

/** A file on the machine. */
export function fileOn(machine: Machine, name: string, content: string | Uint8Array): string {
  const path = machine.path(name);
  writeFileSync(path, content);
  return path;
}

/** As somebody types it who has the key in their environment; `npx stele` is what a clone has. */
export async function inShell({ machine, adminKey }: Desk, command: string): Promise<string> {
  const stele = `"${process.execPath}" --disable-warning=ExperimentalWarning "${MAIN}"`;
  const { stdout } = await run('sh', ['-c', `npx() { shift; ${stele} "$@"; }\n${command}`], {
    cwd: machine.folder,
    env: machine.environment({ STELE_KEY: adminKey }),
  });
  return stdout;
}
