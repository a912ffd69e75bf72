/** Waits for several things that go on side by side. */

/** Resolves when all have; rejects with the first one's reason, but only when none is under way any more. */
export async function allDone(actions: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(actions);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}
