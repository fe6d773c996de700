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
import { decisiveSettings, leftSettings, readSettings } from '../run/sessionSettings';
import { readSequences, restoreSequences, type SequencePosition } from '../snapshot/sequences';
import type { QuietHours } from './quietHours';
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
  /** Shared with the trials beside this one. */
  readonly quietHours: QuietHours;
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
  readonly #spareClones: Clone[] = [];
  #witnesses: Witnesses | undefined;
  #sequences: readonly SequencePosition[] | undefined;

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

  /** Does something on the trial's databases that nobody measures, beside the work of other trials. */
  beside<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.request.quietHours.inCompany(work);
  }

  /** Runs one direction of the migration, observed, while probes read and write beside it and nothing else goes on. */
  async run(direction: 'up' | 'down'): Promise<DirectionFacts> {
    const { fixture, migration, policy, probeTargets, onEvent, quietHours } = this.request;
    const script = runnable(migration, direction);
    const session = await this.#connect(this.database, 'migration');
    const { observer, reader, writer } = await this.#openWitnesses();
    const names = decisiveSettings(script.file, policy.tenancy);
    const before = await readSettings(session, names);
    const facts = await quietHours.inQuiet(async () => {
      // A checkpoint first, so that the volume of full-page images in the log is the same on every run, and the
      // counters of what was read before, so that no scan of ours is taken for one of the script's.
      await this.request.admin.query('checkpoint');
      await this.admin.query('select pg_catalog.pg_stat_force_next_flush()');
      const probes = await startProbes(reader, writer, probeTargets);
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
      return { run, probes: await probes.stop() };
    });
    const after = facts.run.failure === undefined ? await readSettings(session, names) : before;
    await this.#close(session);
    return { ...facts, leftSettings: leftSettings(before, after) };
  }

  /** A clone of the fixture as it was before the migration: one that was handed on, or a new one. */
  async openClone(): Promise<Clone> {
    return this.#spareClones.pop() ?? (await this.#newClone());
  }

  /** Where the fixture's sequences stand before the migration; known once a clone was opened. */
  get freshSequences(): readonly SequencePosition[] {
    return this.#sequences ?? [];
  }

  /**
   * Lets the next experiment have a clone in which everything was rolled back: a new one costs a copy of all files. What
   * no rollback takes back, the positions of its sequences, is put back here.
   */
  async handOn(clone: Clone): Promise<void> {
    await restoreSequences(clone.admin, this.#sequences ?? []);
    this.#spareClones.push(clone);
  }

  async #newClone(): Promise<Clone> {
    const { server, fixture } = this.request;
    const database = await server.cloneDatabase(fixture.template, 'reference', { owner: migrationRole });
    this.#databases.push(database);
    const admin = await this.#connect(database, 'administrator');
    this.#sequences ??= await readSequences(admin);
    return {
      admin,
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

  /** Opened once, because opening a connection takes as long as a short migration. */
  async #openWitnesses(): Promise<Witnesses> {
    this.#witnesses ??= {
      observer: await this.#connect(this.database, 'administrator'),
      reader: await this.#connect(this.database, 'administrator'),
      writer: await this.#connect(this.database, 'administrator'),
    };
    return this.#witnesses;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#connections.map((client) => client.end().catch(() => undefined)));
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

  async #close(client: Client): Promise<void> {
    this.#connections.splice(this.#connections.indexOf(client), 1);
    await client.end().catch(() => undefined);
  }
}

/** Superusers' connections that look on while a script runs, and that read and write beside it. */
interface Witnesses {
  readonly observer: Client;
  readonly reader: Client;
  readonly writer: Client;
}
