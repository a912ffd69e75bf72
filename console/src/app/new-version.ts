/** A tab that was open while the server got a newer build asks for files that are gone: it loads itself again, once. */

import { browserStorage } from '../ui/browser-storage.ts';

const KEY = 'stele.reloaded';
/** A build that is broken must not reload for ever. */
const AGAIN_AFTER_MS = 60_000;

/** From now on. While the server is away nothing is reloaded: the browser's own error would take the page's place. */
export function followNewVersions(): void {
  addEventListener('vite:preloadError', () => void reloadOnce());
}

async function reloadOnce(): Promise<void> {
  const storage = browserStorage(() => sessionStorage);
  if (Date.now() - Number(storage.getItem(KEY) ?? 0) < AGAIN_AFTER_MS) return;
  if (!(await answers())) return;
  if (storage.setItem(KEY, String(Date.now()))) location.reload();
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
