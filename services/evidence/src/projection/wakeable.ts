/** A sleep that can be ended early. */

export class Wakeable {
  #wake: (() => void) | undefined;
  #isOver = false;

  /** Sleeps; at once over when `wake` is called meanwhile. Does not keep the process alive. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isOver) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake?.();
  }

  /** Wakes for good. Whoever is awake now and goes to sleep later, unseen, would hold up the end; a process may even end before it. */
  end(): void {
    this.#isOver = true;
    this.wake();
  }
}
