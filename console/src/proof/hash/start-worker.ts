/** How the console starts its hashing worker. The page that stands alone has its own way (verify-page/start-worker.ts). */

export function startHashWorker(): Worker {
  return new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
}
