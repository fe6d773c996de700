import pLimit from 'p-limit';
import type { Client } from 'pg';
import type { FixtureServer } from '../engine';
import type { FleetFixture, FleetMember } from '../fixture';
import { migrationRole } from '../roles';
import { snapshotData, tablesWithOtherRows } from '../snapshot/data';
import { compareSchemas, describeDifference, snapshotSchema, type SchemaSnapshot } from '../snapshot/schema';
import { tenantSchema } from '../snapshot/tenantSchema';

/** A tenant's schema before and after its run, worded so that it can be compared with another tenant's. */
export interface MemberSchemas {
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
}

/**
 * The databases of a fleet: one for all in the schema model, one for each tenant in the database model, where it is there
 * only while its tenant's turn is. Everything is dropped at the end.
 */
export class FleetDatabases implements AsyncDisposable {
  readonly #server: FixtureServer;
  readonly #model: FleetFixture['model'];
  readonly #password: string;
  /** The server's own connection answers one question after the other. */
  readonly #oneAtATime = pLimit(1);
  readonly #open = new Map<string, Promise<FleetDatabase>>();
  /** The schema of each template, read once from its first clone. */
  readonly #before = new Map<string, Promise<SchemaSnapshot>>();

  constructor(server: FixtureServer, model: FleetFixture['model'], password: string) {
    this.#server = server;
    this.#model = model;
    this.#password = password;
  }

  /** A session of the migration role that looks names up as a run for the tenant does. */
  async connect(member: FleetMember): Promise<Client> {
    const { name } = await this.#databaseOf(member);
    const { searchPath } = member;
    return this.#oneAtATime(() =>
      this.#server.connect(name, {
        applicationName: `tenantsafe rollout ${member.tenant.name}`,
        user: migrationRole,
        password: this.#password,
        // A runner goes on after it has lost a connection.
        onLoss: () => undefined,
        ...(searchPath === undefined ? {} : { searchPath }),
      }),
    );
  }

  /** One line for each object or table of the tenant that is not as it was; `now` is a snapshot of its database. */
  async changesOf(member: FleetMember, now: SchemaSnapshot): Promise<readonly string[]> {
    const { admin } = await this.#databaseOf(member);
    const { before, after } = await this.schemasOf(member, now);
    const data = await snapshotData(admin, undefined, member.tenant.schema);
    return [
      ...compareSchemas(before, after).map(describeDifference),
      ...tablesWithOtherRows(member.data, data).map((relation) => `changed rows of ${relation}`),
    ];
  }

  /** The schemas of a tenant; `after` is a snapshot of its database. */
  async schemasOf(member: FleetMember, after: SchemaSnapshot): Promise<MemberSchemas> {
    const { schema } = member.tenant;
    const before = await this.#before.get(member.template);
    return { before: tenantSchema(before ?? after, schema), after: tenantSchema(after, schema) };
  }

  /** What is in the tenant's database now. */
  async snapshot(member: FleetMember): Promise<SchemaSnapshot> {
    const { admin } = await this.#databaseOf(member);
    return snapshotSchema(admin);
  }

  /** Drops the database of a tenant that has one of its own. */
  async close(member: FleetMember): Promise<void> {
    if (this.#model === 'database') await this.#drop(this.#keyOf(member));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const key of [...this.#open.keys()]) await this.#drop(key);
  }

  #databaseOf(member: FleetMember): Promise<FleetDatabase> {
    const key = this.#keyOf(member);
    const existing = this.#open.get(key);
    if (existing !== undefined) return existing;
    const opening = this.#openDatabase(member);
    this.#open.set(key, opening);
    return opening;
  }

  async #openDatabase({ template, tenant }: FleetMember): Promise<FleetDatabase> {
    const label = this.#model === 'schema' ? 'fleet' : `fleet_${tenant.name}`;
    const name = await this.#oneAtATime(() =>
      this.#server.cloneDatabase(template, label, { owner: migrationRole }),
    );
    const admin = await this.#oneAtATime(() => this.#server.connect(name));
    const before = this.#before.get(template) ?? snapshotSchema(admin);
    this.#before.set(template, before);
    await before;
    return { name, admin };
  }

  async #drop(key: string): Promise<void> {
    const database = await this.#open.get(key);
    this.#open.delete(key);
    if (database === undefined) return;
    await database.admin.end().catch(() => undefined);
    await this.#oneAtATime(() => this.#server.dropDatabase(database.name));
  }

  #keyOf({ tenant }: FleetMember): string {
    return this.#model === 'schema' ? 'all' : tenant.name;
  }
}

interface FleetDatabase {
  readonly name: string;
  /** A superuser on it. */
  readonly admin: Client;
}
