import type { Client } from 'pg';
import type { BoundQuery, Migration, Policy } from '../../project';
import type { ConnectOptions, FixtureServer } from '../engine';
import type { EventListener } from '../events';
import type { Fixture } from '../fixture';
import { startProbes, type ProbeTarget } from '../observe/probes';
import { migrationRole, roleFilter } from '../roles';
import type { NotChecked } from '../result';
import { executeScript, type ScriptRun, type StatementListener } from '../run/executeScript';
import { runnable } from '../run/history';
import { observeScript } from '../run/observeScript';
import type { DirectionFacts } from './trial';

/** One trial: a fixture to clone, and the migration to run on the clone. */
export interface TrialRequest {
  readonly server: FixtureServer;
  /** A superuser's connection to another database, for what concerns the whole server. */
  readonly admin: Client;
  readonly fixture: Fixture;
  readonly migration: Migration;
  readonly policy: Policy;
  /** Password of the migration role. */
  readonly password: string;
  /** Tables that reads and writes are tried on while a script runs. */
  readonly probeTargets: readonly ProbeTarget[];
  /** Makes the experiment with a reader whose transaction stays open; it takes half a second. */
  readonly measuresLockQueue: boolean;
  /** Looks at the plans of statements that change rows; it takes as long as they do. */
  readonly explainsPlans: boolean;
  /** Leaves the clone, migrated, for a person to look at. */
  readonly keep: boolean;
  /** The project's queries, which must answer as before. */
  readonly queries: readonly BoundQuery[];
  readonly onEvent: EventListener;
  readonly onNotChecked: (notice: NotChecked) => void;
}

/** A database for an experiment beside the trial's own. */
export interface Clone {
  /** The steward on it. */
  readonly admin: Client;
  connect(as: 'migration' | 'administrator'): Promise<Client>;
  /** Runs the migration on it, unobserved. */
  migrate(): Promise<ScriptRun>;
  /** The same, with a listener that ends the migration's connection. */
  migrateUntilStopped(listener: StatementListener): Promise<ScriptRun>;
}

/** The databases and connections of one trial; everything is closed and dropped at its end. */
export class Stage implements AsyncDisposable {
  readonly #connections: Client[] = [];
  readonly #databases: string[] = [];

  private constructor(
    readonly request: TrialRequest,
    readonly database: string,
    /** The steward on the clone. */
    readonly admin: Client,
  ) {}

  static async open(request: TrialRequest): Promise<Stage> {
    const { server, fixture } = request;
    const database = await server.cloneDatabase(fixture.template, `trial_${fixture.name}`, {
      owner: migrationRole,
    });
    const admin = await server.connect(database);
    const stage = new Stage(request, database, admin);
    stage.#connections.push(admin);
    stage.#databases.push(database);
    return stage;
  }

  /** Runs one direction of the migration, observed, while probes read and write beside it. */
  async run(direction: 'up' | 'down'): Promise<DirectionFacts> {
    const { fixture, migration, probeTargets, onEvent } = this.request;
    const script = runnable(migration, direction);
    // A checkpoint first, so that the volume of full-page images in the log is the same on every run.
    await this.request.admin.query('checkpoint');
    const session = await this.#connect(this.database, 'migration');
    const observer = await this.#connect(this.database, 'administrator');
    const probes = await startProbes(
      await this.#connect(this.database, 'administrator'),
      await this.#connect(this.database, 'administrator'),
      probeTargets,
    );
    const startedAt = performance.now();
    const run = await observeScript(
      { migration: session, observer },
      script,
      roleFilter(this.admin, this.request.onNotChecked),
      ({ index }) =>
        onEvent({
          kind: 'statement',
          tenant: fixture.name,
          direction,
          index,
          of: script.file.statements.length,
          elapsedMs: performance.now() - startedAt,
        }),
    );
    const record = await probes.stop();
    await this.#closeConnectionsBut(this.admin);
    return { run, probes: record };
  }

  /** A fresh clone of the fixture, as it was before the migration. */
  async openClone(): Promise<Clone> {
    const { server, fixture } = this.request;
    const database = await server.cloneDatabase(fixture.template, 'reference', { owner: migrationRole });
    this.#databases.push(database);
    return {
      admin: await this.#connect(database, 'administrator'),
      connect: (as) => this.#connect(database, as),
      migrate: async () => this.#migrate(await this.#connect(database, 'migration'), {}),
      migrateUntilStopped: async (listener) =>
        this.#migrate(await this.#connect(database, 'migration', { onLoss: () => undefined }), listener),
    };
  }

  #migrate(session: Client, listener: StatementListener): Promise<ScriptRun> {
    const script = runnable(this.request.migration, 'up');
    return executeScript(
      session,
      script,
      listener,
      roleFilter(this.admin, () => undefined),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closeConnectionsBut(undefined);
    const { server, keep } = this.request;
    for (const database of this.#databases) {
      if (!keep || database !== this.database) await server.dropDatabase(database);
    }
  }

  async #connect(
    database: string,
    as: 'migration' | 'administrator',
    options: Pick<ConnectOptions, 'onLoss'> = {},
  ): Promise<Client> {
    const { server, password, fixture } = this.request;
    const { searchPath } = fixture;
    const client = await server.connect(
      database,
      as === 'migration'
        ? { user: migrationRole, password, ...(searchPath === undefined ? {} : { searchPath }), ...options }
        : options,
    );
    this.#connections.push(client);
    return client;
  }

  async #closeConnectionsBut(kept: Client | undefined): Promise<void> {
    const closing = this.#connections.filter((client) => client !== kept);
    this.#connections.splice(0, this.#connections.length, ...(kept === undefined ? [] : [kept]));
    await Promise.all(closing.map((client) => client.end().catch(() => undefined)));
  }
}
