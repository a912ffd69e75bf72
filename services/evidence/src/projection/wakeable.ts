/** A sleep that can be ended early. */

export class Wakeable {
  #wake: (() => void) | undefined;

  /** Sleeps; at once over when `wake` is called meanwhile. Does not keep the process alive. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
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
}
