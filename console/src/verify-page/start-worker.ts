/**
 * How the page that stands alone starts its hashing worker: from the script that its build has put inside. A file opened from a disk
 * may load no other file, but it may start what it has.
 */

declare const HASH_WORKER_SCRIPT: string;

export function startHashWorker(): Worker {
  const url = URL.createObjectURL(new Blob([HASH_WORKER_SCRIPT], { type: 'text/javascript' }));
  try {
    return new Worker(url);
  } finally {
    // The worker has taken its script by the time its first message comes, and long before the next turn on slow machines.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}
