type Wish = 'quiet' | 'company';

/**
 * Keeps measured work apart from the rest, so that several tenants can be tested at once and every time and volume is
 * still that of one migration alone: what is measured waits until nothing else is under way, and everything else waits
 * until that is done. Whoever holds a turn may not ask for another one from within.
 */
export class QuietHours {
  #busy = 0;
  #isQuiet = false;
  readonly #waiting: { readonly wish: Wish; readonly begin: () => void }[] = [];

  /** Does something while nothing else is done. */
  inQuiet<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#inTurn('quiet', work);
  }

  /** Does something beside other work. */
  inCompany<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#inTurn('company', work);
  }

  async #inTurn<Result>(wish: Wish, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((begin) => {
      this.#waiting.push({ wish, begin });
      this.#admit();
    });
    try {
      return await work();
    } finally {
      if (wish === 'quiet') this.#isQuiet = false;
      else this.#busy -= 1;
      this.#admit();
    }
  }

  /** First come, first served: company that kept arriving would otherwise put quiet off for ever. */
  #admit(): void {
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined || this.#isQuiet) return;
      if (first.wish === 'quiet' && this.#busy > 0) return;
      if (first.wish === 'quiet') this.#isQuiet = true;
      else this.#busy += 1;
      this.#waiting.shift();
      first.begin();
    }
  }
}
