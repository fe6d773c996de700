import { DatabaseError } from 'pg';
import { EngineError } from './errors';

/** Notes what a server loses while it is worked with, because what a person then reads off it may not be true. */
export class Losses {
  #reasons: string[] = [];
  #areOver = false;

  /** A connection ended that was not asked to. */
  note(reason: string): void {
    if (!this.#areOver) this.#reasons.push(reason);
  }

  /** From now on connections are expected to end. */
  end(): void {
    this.#areOver = true;
  }

  /**
   * Does work whose outcome is true only if nothing is lost meanwhile.
   *
   * @param lossOfServer why the server itself ended; undefined while it runs.
   * @throws EngineError in place of the outcome, and of any other error, when something was lost.
   */
  async during<Result>(lossOfServer: () => string | undefined, work: () => Promise<Result>): Promise<Result> {
    const before = this.#reasons.length;
    const refuse = (cause?: unknown): void => {
      if (this.#areOver) return;
      const lost = lossOfServer() ?? lossOfConnection(this.#reasons[before] ?? lastWord(cause));
      if (lost !== undefined)
        throw new EngineError(`${lost} Nothing can be said of this run: start it again.`, { cause });
    };
    try {
      const result = await work();
      refuse();
      return result;
    } catch (error) {
      refuse(error);
      throw error;
    }
  }
}

/** What the server said when it ended a connection: it reaches the waiting query before the connection's end is seen. */
function lastWord(error: unknown): string | undefined {
  return error instanceof DatabaseError && error.severity === 'FATAL' ? error.message : undefined;
}

function lossOfConnection(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : `A connection to the fixture server was lost (${reason}).`;
}
