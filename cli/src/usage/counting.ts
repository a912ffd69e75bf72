/** A recount reads the whole ledger, and the server says nothing meanwhile: a person is told what is being waited for. */

import type { Invocation } from '../command.ts';
import { progressOn } from '../terminal/progress.ts';

export async function counting<T>({ world, text }: Invocation, work: () => Promise<T>): Promise<T> {
  const progress = progressOn(world.err, () => '');
  progress.show(text('usage.counting'), 0, 0);
  try {
    return await work();
  } finally {
    progress.clear();
  }
}
