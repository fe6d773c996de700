import type { Client } from 'pg';
import type { Migration, Policy, ShapeName } from '../../project';
import type { FixtureServer } from '../engine';
import type { EventListener } from '../events';
import type { Fixture, FleetFixture } from '../fixture';
import type { Sample, Seed } from '../generate';
import type { NotChecked } from '../result';
import type { Prelude } from './prelude';

/** The finished templates of one rehearsal. */
export interface FixtureSet {
  /** One for the first tenant of each shape, for what its own rows or its own schema do to the migration. */
  readonly alone: readonly Fixture[];
  /** All tenants before one run of the migration; undefined where each tenant has a run of its own, or there is one only. */
  readonly together: Fixture | undefined;
  /** All tenants, where each has a run of its own and there is more than one of a shape. */
  readonly fleet: FleetFixture | undefined;
  /** Hash of all that the fixtures were made from. */
  readonly hash: string;
}

export interface FixtureRequest {
  readonly server: FixtureServer;
  /** A superuser connection for what concerns the whole server. */
  readonly admin: Client;
  readonly policy: Policy;
  /** What the platform provides before the history. */
  readonly prelude: Prelude | undefined;
  /** What the project adds for tables that cannot be filled otherwise. */
  readonly seeds: readonly Seed[];
  /** Rows like those of production, from which distributions of values are taken. */
  readonly samples: readonly Sample[];
  /** Migrations that run before the one under test, in order: shared folders before tenant folders. */
  readonly history: readonly Migration[];
  /** Migrations of tenant folders that tenants have when a shared one is tried: all of them. */
  readonly tenantHistory: readonly Migration[];
  /** Which side the migration under test changes. */
  readonly scope: Migration['scope'];
  readonly shapes: readonly ShapeName[];
  /** Password of the migration role. */
  readonly password: string;
  readonly onEvent: EventListener;
  readonly onNotChecked: (notice: NotChecked) => void;
}
