/** Files that another page hands over in memory: the browser gives each of them to the page only once. */

import type { NamedFile } from '../../ui/dropped.ts';

/** More is a task for the command line. */
export const FILES_MAX = 20_000;

let waiting: readonly NamedFile[] = [];

export function handOver(files: readonly NamedFile[]): void {
  waiting = files;
}

/** What was handed over; taken once. */
export function takeHandedOver(): readonly NamedFile[] {
  const files = waiting;
  waiting = [];
  return files;
}
