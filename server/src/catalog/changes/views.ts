import type { CreateTableAsStmt, IntoClause, Node, SelectStmt, ViewStmt } from '@pgsql/types';
import { stringsOf } from '../../sql';
import { withRelation } from '../edit';
import type { Catalog, Column, Origin, QualifiedName, Table, View } from '../model';
import { isRelationNameTaken, qualify } from '../objectNames';
import { findView } from '../query/relations';
import { spokenType } from '../query/spokenType';
import { refusedReplacement, type RefusedColumnChange } from '../query/viewReplacement';
import { refuse } from '../refusal';
import { readQuery, type OutputColumn } from '../trees/reading';
import { qualifyRelations } from '../trees/rewriting';
import type { Change } from './change';
import { bareTable } from './createTable';
import { grantsForNew } from './defaultGrants';
import { newRelationName, optionsOf } from './reading';

/** CREATE [OR REPLACE] VIEW: a replaced view keeps its owner and grants, its options are those of the new text alone. */
export const createView: Change<ViewStmt> = (catalog, statement, origin) => {
  const target = newRelationName(catalog, statement.view);
  const qualified = qualify(target.schema, target.name);
  const replaced = statement.replace === true ? findView(catalog, qualified) : undefined;
  if (replaced === undefined && isRelationNameTaken(catalog, qualified)) {
    return refuse(`relation "${qualified}" already exists`);
  }
  if (replaced?.kind === 'materialized view') return refuse(`"${qualified}" is not a view`);
  const refused = refusedReplacement(catalog, statement);
  if (refused !== undefined) return refuse(refusalOf(refused.change));
  const owner = replaced === undefined ? catalog.session.role : replaced.owner;
  const checkOption = statement.withCheckOption;
  const view: View = {
    ...readParts(catalog, statement.query, stringsOf(statement.aliases), origin),
    ...target,
    origin,
    owner,
    grants: replaced?.grants ?? grantsForNew(catalog, 'tables', target.schema, owner),
    kind: 'view',
    options: {
      ...optionsOf(statement.options),
      ...(checkOption === 'LOCAL_CHECK_OPTION' ? { check_option: 'local' } : {}),
      ...(checkOption === 'CASCADED_CHECK_OPTION' ? { check_option: 'cascaded' } : {}),
    },
    triggers: replaced?.triggers ?? [],
    uncertain: undefined,
  };
  return withRelation(catalog, view);
};

/** In the server's words. */
function refusalOf(change: RefusedColumnChange): string {
  switch (change.kind) {
    case 'left out':
      return 'cannot drop columns from view';
    case 'renamed':
      return `cannot change name of view column "${change.from}" to "${change.to}"`;
    case 'retyped':
      return `cannot change data type of view column "${change.column}" from ${spokenType(change.from)} to ${spokenType(change.to)}`;
  }
}

/** CREATE MATERIALIZED VIEW and CREATE TABLE … AS. */
export const createTableAs: Change<CreateTableAsStmt> = (catalog, statement, origin) => {
  const { into, query } = statement;
  if (into === undefined) return catalog;
  const target = newRelationName(catalog, into.rel);
  const qualified = qualify(target.schema, target.name);
  if (isRelationNameTaken(catalog, qualified)) {
    return statement.if_not_exists === true ? catalog : refuse(`relation "${qualified}" already exists`);
  }
  if (statement.objtype !== 'OBJECT_MATVIEW')
    return withRelation(catalog, tableOf(catalog, into, query, origin));
  const owner = catalog.session.role;
  const view: View = {
    ...readParts(catalog, query, stringsOf(into.colNames), origin),
    ...target,
    origin,
    owner,
    grants: grantsForNew(catalog, 'tables', target.schema, owner),
    kind: 'materialized view',
    options: optionsOf(into.options),
    triggers: [],
    uncertain: undefined,
  };
  return withRelation(catalog, view);
};

/** SELECT … INTO makes a table as CREATE TABLE AS does. */
export function selectInto(
  catalog: Catalog,
  statement: SelectStmt,
  into: IntoClause,
  origin: Origin,
): Catalog {
  const { schema, name } = newRelationName(catalog, into.rel);
  if (isRelationNameTaken(catalog, qualify(schema, name))) {
    return refuse(`relation "${qualify(schema, name)}" already exists`);
  }
  return withRelation(catalog, tableOf(catalog, into, { SelectStmt: statement }, origin));
}

function tableOf(catalog: Catalog, into: IntoClause, query: Node | undefined, origin: Origin): Table {
  const target = newRelationName(catalog, into.rel);
  const relation = into.rel === undefined ? {} : { relation: into.rel };
  const options = into.options === undefined ? {} : { options: into.options };
  const { columns } = readParts(catalog, query, stringsOf(into.colNames), origin);
  return { ...bareTable(catalog, { ...relation, ...options }, target, origin), columns };
}

function readParts(
  catalog: Catalog,
  query: Node | undefined,
  aliases: readonly string[],
  origin: Origin,
): Pick<View, 'query' | 'columns' | 'reads' | 'readsColumns'> {
  if (query === undefined) return { query, columns: [], reads: [], readsColumns: [] };
  const { reading, output } = readQuery(catalog, query);
  const reads: readonly QualifiedName[] = [...new Set(reading.relations.map(({ name }) => name))];
  const columns = output.map((column, index) => columnOf(column, aliases[index], origin));
  const readsColumns = reading.columns.map(({ relation, column }) => ({ relation, column }));
  return { query: qualifyRelations(query, reading, catalog), columns, reads, readsColumns };
}

function columnOf(output: OutputColumn, alias: string | undefined, origin: Origin): Column {
  return {
    name: alias ?? output.name,
    type: output.type,
    notNull: false,
    default: undefined,
    identity: undefined,
    generated: undefined,
    collation: undefined,
    storage: undefined,
    statistics: undefined,
    options: {},
    grants: [],
    local: true,
    origin,
  };
}
