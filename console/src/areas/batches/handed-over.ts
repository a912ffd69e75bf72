/** Files that another page hands over in memory: the browser gives each of them to the page only once. */

import type { NamedFile } from '../../ui/dropped.ts';

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
