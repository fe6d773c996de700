import type { Node } from '@pgsql/types';
import {
  findTable,
  nameOf,
  primaryKeyOf,
  quotedName,
  resolveRelation,
  spokenList,
  spokenName,
  tablesOf,
  type Catalog,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, stringsOf, type NodeOf } from '../../sql';
import { insertionBefore } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';

/** A publication that stops UPDATE and DELETE of a table without replica identity, or that takes every later table in. */
export const pgLogicalReplication: Rule = {
  id: 'pg-logical-replication',
  category: 'compatibility',
  severity: 'warning',
  summary: 'A publication of tables without a replica identity, or FOR ALL TABLES',
  speaksOf: ['AlterPublicationStmt', 'CreatePublicationStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const publication = publicationIn(reviewed, migration);
  if (publication === undefined) return undefined;
  const { tables, isForAll, publishesChanges } = publication;
  const names = publishesChanges ? tables.filter(hasNoIdentity).map(nameOf).toSorted() : [];
  const { span } = reviewed.statement;
  if (names.length > 0) {
    return {
      what: `The publication takes in ${spokenList(names.map(spokenName))}, which ${names.length === 1 ? 'has' : 'have'} neither a primary key nor another replica identity.`,
      who: 'Every UPDATE and DELETE there fails (55000) from then on, for all tenants.',
      remedy: `Give ${names.length === 1 ? 'it' : 'each of them'} a primary key or a REPLICA IDENTITY first, or publish inserts only.`,
      span,
      relations: names,
      fixes: isForAll ? [] : fullIdentity(names, reviewed, migration),
    };
  }
  if (!isForAll) return undefined;
  return {
    what: 'FOR ALL TABLES publishes every table of the database, those of later migrations among them.',
    who: 'The rows of all tenants leave for the subscriber, and UPDATE and DELETE fail (55000) on the first later table without a primary key.',
    remedy: 'Name the tables, or publish the schemas that are meant.',
    span,
    relations: [],
    severity: 'info',
  };
}

interface Publication {
  readonly tables: readonly Table[];
  readonly isForAll: boolean;
  /** Whether it publishes UPDATE or DELETE, as it does where nothing says otherwise. */
  readonly publishesChanges: boolean;
}

/** What a statement publishes, with the tables as the script leaves them; undefined where it publishes nothing. */
function publicationIn(
  { statement, before }: ReviewedStatement,
  { after }: ReviewedMigration,
): Publication | undefined {
  const create = nodeAs(statement.tree, 'CreatePublicationStmt');
  const alter = nodeAs(statement.tree, 'AlterPublicationStmt');
  const publication = create ?? (alter?.action === 'AP_DropObjects' ? undefined : alter);
  if (publication === undefined) return undefined;
  const isForAll = publication.for_all_tables === true;
  return {
    tables: isForAll
      ? tablesOf(after)
      : (publication.pubobjects ?? []).flatMap((node) => published(node, before, after)),
    isForAll,
    publishesChanges: publishesChanges(publication.options),
  };
}

function published(node: Node, before: Catalog, after: Catalog): readonly Table[] {
  const object = nodeAs(node, 'PublicationObjSpec');
  if (object?.pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA') {
    return tablesOf(after).filter(({ schema }) => schema === object.name);
  }
  const written = nameOfRangeVar(object?.pubtable?.relation);
  const table = written === undefined ? undefined : findTable(after, resolveRelation(before, written));
  return table === undefined ? [] : [table];
}

function publishesChanges(options: NodeOf<'CreatePublicationStmt'>['options']): boolean {
  const publish = (options ?? [])
    .map((option) => nodeAs(option, 'DefElem'))
    .find((option) => option?.defname === 'publish');
  const [value] = stringsOf(publish?.arg);
  return value === undefined || /\b(?:update|delete)\b/i.test(value);
}

function hasNoIdentity(table: Table): boolean {
  if (table.persistence !== 'permanent' || table.kind === 'foreign' || table.uncertain !== undefined)
    return false;
  if (table.replicaIdentity === 'nothing') return true;
  return table.replicaIdentity === 'default' && primaryKeyOf(table) === undefined;
}

function fullIdentity(
  names: readonly string[],
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (migration.direction === 'down') return [];
  const lines = names.map((name) => `ALTER TABLE ${quotedName(name)} REPLICA IDENTITY FULL;`).join('\n');
  return [
    {
      title: `Give ${spokenList(names.map(spokenName))} REPLICA IDENTITY FULL first`,
      preferred: false,
      edits: [insertionBefore(migration, statement, lines)],
    },
  ];
}
