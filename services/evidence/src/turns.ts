/** One at a time for the same name: what two requests would decide on the same ground, the second decides after the first. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `act` when all earlier ones of that name are over, however they ended. */
  async take<T>(name: string, act: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const turn = before === undefined ? act() : before.then(act, act);
    this.#last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(name) === turn) this.#last.delete(name);
    }
  }
}
