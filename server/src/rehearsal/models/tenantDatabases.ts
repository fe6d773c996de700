import type { Migration, ShapeName } from '../../project';
import { RehearsalError } from '../errors';
import type { Extent } from '../generate';
import type { HistoryFailure } from '../run/history';
import { LegacyStart } from './legacyStart';
import type { FixtureRequest } from './model';
import { firstsOf, type PlannedTenant } from './plannedTenants';
import { describeHistoryFailure, Templates, type FilledTemplate } from './templates';

/**
 * Templates with one tenant each, whose rows are written after the history; those of the legacy tenant at the schema of
 * `legacy.behind` migrations ago, and carried forward by the migrations since.
 */
export class TenantDatabases {
  readonly templates: Templates;
  readonly #history: readonly Migration[];
  readonly #extent: Extent;
  readonly #legacy: LegacyStart;

  constructor(request: FixtureRequest, history: readonly Migration[], extent: Extent) {
    this.templates = new Templates(request);
    this.#history = history;
    this.#extent = extent;
    this.#legacy = new LegacyStart(history, request.policy, request.onNotChecked);
  }

  /** Where legacy rows begin; part of the key of whatever holds them. */
  get legacyCount(): number {
    return this.#legacy.count;
  }

  /** The schema that all tenants have, without their rows. */
  schema(): Promise<string> {
    return this.templates.schemaAfter(this.#history, this.#history.length, this.#legacy.count);
  }

  /** @throws RehearsalError when the history cannot be replayed. */
  alone(shape: ShapeName): Promise<FilledTemplate> {
    if (shape === 'legacy') return this.legacies(firstsOf([shape]));
    return this.templates.filled(this.#key(shape), `Filling tenant ${shape}`, async () => ({
      source: await this.schema(),
      build: (database) => this.templates.fill(database, firstsOf([shape]), this.#extent),
    }));
  }

  /** The legacy tenant's database with what was mended by hand there, which its history knows nothing of. */
  drifted(legacy: FilledTemplate): Promise<FilledTemplate> {
    return this.templates.filled(`${this.#key('legacy')}, drifted`, 'Letting tenant legacy drift', () =>
      Promise.resolve({
        source: legacy.template,
        build: async (database) => {
          await this.templates.drift(database, this.#extent);
          return legacy.tenants;
        },
      }),
    );
  }

  /**
   * Legacy tenants side by side.
   *
   * @throws RehearsalError when the history cannot be replayed.
   */
  async legacies(tenants: readonly PlannedTenant[]): Promise<FilledTemplate> {
    const phase = tenants.length === 1 ? 'Filling tenant legacy' : `Filling ${tenants.length} legacy tenants`;
    for (;;) {
      const stumble: { failure?: HistoryFailure } = {};
      try {
        const key = `${this.#key('legacy')} of ${tenants.length}`;
        return await this.templates.filled(key, phase, async () => ({
          source: await this.templates.schemaAfter(this.#history, this.#legacy.count),
          build: async (database) => {
            const { since } = this.#legacy;
            const filling = await this.templates.fillOnTheWay(database, tenants, since, this.#extent);
            if (filling.failure === undefined) return filling.tenants;
            stumble.failure = filling.failure;
            throw new RehearsalError(describeHistoryFailure(filling.failure));
          },
        }));
      } catch (error) {
        if (stumble.failure === undefined || !this.#legacy.moveBehind(stumble.failure)) throw error;
      }
    }
  }

  #key(shape: ShapeName): string {
    return `${shape} after ${this.#history.length} with ${this.#extent.kind} from ${this.#legacy.count}`;
  }
}
