import type { ColumnDef, Constraint, Node, RangeVar } from '@pgsql/types';
import { kindOf, nameOfParts, nodeAs, stringsOf, type SqlFile } from '../sql';
import {
  callsIn,
  comparedWithCalls,
  lookUpsIn,
  settingsInBody,
  tablesIn,
  tablesInBody,
  type SettingCall,
} from './policyConditions';
import { qualified } from './tableNames';
import { schemaPatternsIn } from './schemaLoops';

/** What a history says about tenants, read from its syntax trees: enough to infer a policy, no more. */
export interface SchemaFacts {
  /** Tables that are left at the end, partitions and temporary tables not among them, by name (`schema.name` outside of `public`). */
  readonly tables: ReadonlyMap<string, TableFacts>;
  readonly schemas: ReadonlySet<string>;
  /** Patterns of schemas that DO blocks go through one by one, such as `tenant_*`. */
  readonly schemaPatterns: readonly string[];
  readonly policies: readonly PolicyFacts[];
  /** How many grants of writing rights each role got. */
  readonly writeGrants: ReadonlyMap<string, number>;
  /** Roles that row-level security does not hold. */
  readonly exemptRoles: ReadonlySet<string>;
}

export interface TableFacts {
  readonly columns: ReadonlySet<string>;
  readonly references: readonly { readonly columns: readonly string[]; readonly table: string }[];
  readonly rowSecurity: boolean;
}

export interface PolicyFacts {
  readonly table: string;
  readonly roles: readonly string[];
  /** Comparisons of a column with a session setting. */
  readonly comparisons: readonly { readonly column: string; readonly setting: string }[];
  /** Columns that it compares with anything, such as a claim of a token. */
  readonly compared: readonly string[];
  /** Columns that it looks up in tables, by sub-selects or functions: who asks is a member of the row's tenant. */
  readonly memberships: readonly { readonly column: string; readonly tables: readonly string[] }[];
}

/** Reads the scripts of a history in order. Statements that say nothing about tenants are passed over. */
export type ReadSchemaFacts = (history: readonly SqlFile[]) => SchemaFacts;

/**
 * Reads one history after another, and from the second edit of the same script on only what comes from there. That is
 * sound because a parsed file is a value, and what was read before it never changes.
 */
export function createFactsReader(): ReadSchemaFacts {
  let last: readonly SqlFile[] = [];
  let checkpoint = { scripts: 0, reader: new SchemaReader() };
  return (history) => {
    const changed = last.findIndex((file, place) => file !== history[place]);
    const unchanged = changed < 0 ? last.length : changed;
    const start = unchanged < checkpoint.scripts ? { scripts: 0, reader: new SchemaReader() } : checkpoint;
    const reader = start.reader.copy();
    reader.readAll(history.slice(start.scripts, unchanged));
    checkpoint = { scripts: unchanged, reader: reader.copy() };
    reader.readAll(history.slice(unchanged));
    last = history;
    return reader;
  };
}

interface MutableTable {
  readonly columns: Set<string>;
  references: { readonly columns: readonly string[]; readonly table: string }[];
  rowSecurity: boolean;
}

class SchemaReader implements SchemaFacts {
  readonly tables = new Map<string, MutableTable>();
  readonly schemas = new Set<string>();
  readonly schemaPatterns: string[] = [];
  readonly policies: PolicyFacts[] = [];
  readonly writeGrants = new Map<string, number>();
  readonly exemptRoles = new Set<string>();
  /** Settings that a function reads, by the function's name: policies often ask a function for the tenant. */
  readonly #settingsOfFunctions = new Map<string, readonly string[]>();
  /** Tables that a function reads, by the function's name: policies often ask a function for a membership. */
  readonly #tablesOfFunctions = new Map<string, readonly string[]>();

  copy(): SchemaReader {
    const copy = new SchemaReader();
    for (const [name, { columns, references, rowSecurity }] of this.tables)
      copy.tables.set(name, { columns: new Set(columns), references: [...references], rowSecurity });
    for (const schema of this.schemas) copy.schemas.add(schema);
    copy.schemaPatterns.push(...this.schemaPatterns);
    copy.policies.push(...this.policies);
    for (const [role, grants] of this.writeGrants) copy.writeGrants.set(role, grants);
    for (const role of this.exemptRoles) copy.exemptRoles.add(role);
    for (const [name, settings] of this.#settingsOfFunctions) copy.#settingsOfFunctions.set(name, settings);
    for (const [name, tables] of this.#tablesOfFunctions) copy.#tablesOfFunctions.set(name, tables);
    return copy;
  }

  readAll(scripts: readonly SqlFile[]): void {
    for (const { statements } of scripts)
      for (const statement of statements) {
        if (statement.tree === undefined) continue;
        this.read(statement.tree);
        this.schemaPatterns.push(...schemaPatternsIn(statement));
      }
  }

  /** Looks at what is of a known kind only: an editor asks for the facts of a whole history after each edit. */
  read(tree: Node): void {
    switch (kindOf(tree)) {
      case 'CreateStmt':
        return this.#createTable(tree);
      case 'AlterTableStmt':
        return this.#alterTable(tree);
      case 'RenameStmt':
        return this.#rename(tree);
      case 'DropStmt':
        return this.#drop(tree);
      case 'CreatePolicyStmt':
        return this.#createPolicy(tree);
      case 'CreateFunctionStmt':
        return this.#createFunction(tree);
      case 'GrantStmt':
      case 'AlterDefaultPrivilegesStmt':
        return this.#grant(tree);
      case 'CreateRoleStmt':
      case 'AlterRoleStmt':
        return this.#role(tree);
      case 'CreateSchemaStmt':
        return this.#createSchema(tree);
      default:
    }
  }

  #createSchema(tree: Node): void {
    const schema = nodeAs(tree, 'CreateSchemaStmt')?.schemaname;
    if (schema !== undefined) this.schemas.add(schema);
  }

  #createTable(tree: Node): void {
    const statement = nodeAs(tree, 'CreateStmt');
    const name = tableName(statement?.relation);
    if (statement === undefined || name === undefined) return;
    if (statement.partbound !== undefined || statement.relation?.relpersistence === 't') return;
    if (this.tables.has(name)) return;
    if (statement.relation?.schemaname !== undefined) this.schemas.add(statement.relation.schemaname);
    const table: MutableTable = { columns: new Set(), references: [], rowSecurity: false };
    for (const parent of statement.inhRelations ?? []) {
      const inherited = this.tables.get(tableName(nodeAs(parent, 'RangeVar')) ?? '');
      for (const column of inherited?.columns ?? []) table.columns.add(column);
    }
    for (const element of statement.tableElts ?? []) {
      addColumn(table, nodeAs(element, 'ColumnDef'));
      addConstraint(table, nodeAs(element, 'Constraint'));
    }
    this.tables.set(name, table);
  }

  #alterTable(tree: Node): void {
    const statement = nodeAs(tree, 'AlterTableStmt');
    const table = this.tables.get(tableName(statement?.relation) ?? '');
    if (statement === undefined || table === undefined) return;
    for (const command of statement.cmds ?? []) {
      const action = nodeAs(command, 'AlterTableCmd');
      switch (action?.subtype) {
        case 'AT_AddColumn':
          addColumn(table, nodeAs(action.def, 'ColumnDef'));
          break;
        case 'AT_DropColumn':
          dropColumn(table, action.name ?? '');
          break;
        case 'AT_AddConstraint':
          addConstraint(table, nodeAs(action.def, 'Constraint'));
          break;
        case 'AT_EnableRowSecurity':
          table.rowSecurity = true;
          break;
        case 'AT_DisableRowSecurity':
          table.rowSecurity = false;
          break;
        default:
      }
    }
  }

  #rename(tree: Node): void {
    const statement = nodeAs(tree, 'RenameStmt');
    const name = tableName(statement?.relation);
    const table = this.tables.get(name ?? '');
    if (statement?.newname === undefined || name === undefined || table === undefined) return;
    if (statement.renameType === 'OBJECT_TABLE') {
      const renamed = name.includes('.')
        ? `${name.split('.')[0] ?? ''}.${statement.newname}`
        : statement.newname;
      this.tables.delete(name);
      this.tables.set(renamed, table);
      for (const other of this.tables.values()) {
        other.references = other.references.map((each) =>
          each.table === name ? { ...each, table: renamed } : each,
        );
      }
    }
    if (statement.renameType === 'OBJECT_COLUMN')
      renameColumn(table, statement.subname ?? '', statement.newname);
  }

  #drop(tree: Node): void {
    const statement = nodeAs(tree, 'DropStmt');
    if (statement?.removeType !== 'OBJECT_TABLE') return;
    for (const object of statement.objects ?? []) {
      const name = nameOfParts(object);
      if (name !== undefined) this.tables.delete(qualified(name.schema, name.name));
    }
  }

  #createPolicy(tree: Node): void {
    const policy = nodeAs(tree, 'CreatePolicyStmt');
    const table = tableName(policy?.table);
    if (policy === undefined || table === undefined) return;
    const conditions = [policy.qual, policy.with_check].filter((condition) => condition !== undefined);
    this.policies.push({
      table,
      roles: rolesOf(policy.roles),
      comparisons: conditions.flatMap((condition) => this.#comparisonsIn(condition)),
      compared: conditions.flatMap((condition) => comparedWithCalls(condition).map(({ column }) => column)),
      memberships: conditions.flatMap((condition) => this.#membershipsIn(condition)),
    });
  }

  #comparisonsIn(condition: Node): PolicyFacts['comparisons'] {
    return comparedWithCalls(condition).flatMap(({ column, calls }) => {
      const setting = this.#settingsOf(calls)[0];
      return setting === undefined ? [] : { column, setting };
    });
  }

  /** Only tables that the history has made: what a body names may as well be a variable or a table of the platform. */
  #membershipsIn(condition: Node): PolicyFacts['memberships'] {
    return lookUpsIn(condition).flatMap(({ column, tables, routines }) => {
      const read = [...tables, ...routines.flatMap((routine) => this.#tablesOfFunctions.get(routine) ?? [])];
      const known = read.filter((table) => this.tables.has(table));
      return known.length === 0 ? [] : { column, tables: known };
    });
  }

  #settingsOf(calls: readonly SettingCall[]): readonly string[] {
    return calls.flatMap(({ routine, setting }) => setting ?? this.#settingsOfFunctions.get(routine) ?? []);
  }

  #createFunction(tree: Node): void {
    const statement = nodeAs(tree, 'CreateFunctionStmt');
    const name = stringsOf(statement?.funcname).at(-1);
    if (statement === undefined || name === undefined) return;
    const bodies = (statement.options ?? []).flatMap((option) => {
      const definition = nodeAs(option, 'DefElem');
      return definition?.defname === 'as' ? stringsOf(definition.arg) : [];
    });
    const settings = [
      ...bodies.flatMap(settingsInBody),
      ...(statement.sql_body === undefined ? [] : this.#settingsOf(callsIn(statement.sql_body))),
    ];
    if (settings.length > 0) this.#settingsOfFunctions.set(name, settings);
    const tables = [
      ...bodies.flatMap(tablesInBody),
      ...(statement.sql_body === undefined ? [] : tablesIn(statement.sql_body)),
    ];
    if (tables.length > 0) this.#tablesOfFunctions.set(name, tables);
  }

  #grant(tree: Node): void {
    const grant = nodeAs(tree, 'AlterDefaultPrivilegesStmt')?.action ?? nodeAs(tree, 'GrantStmt');
    if (grant?.is_grant !== true || grant.objtype !== 'OBJECT_TABLE') return;
    const privileges = (grant.privileges ?? []).map(
      (privilege) => nodeAs(privilege, 'AccessPriv')?.priv_name,
    );
    const writes = privileges.some((name) => name === 'insert' || name === 'update' || name === 'delete');
    if (!writes && privileges.length > 0) return;
    for (const role of rolesOf(grant.grantees)) {
      this.writeGrants.set(role, (this.writeGrants.get(role) ?? 0) + Math.max(1, grant.objects?.length ?? 1));
    }
  }

  #role(tree: Node): void {
    const created = nodeAs(tree, 'CreateRoleStmt');
    const altered = nodeAs(tree, 'AlterRoleStmt');
    const name = created?.role ?? altered?.role?.rolename;
    if (name === undefined) return;
    for (const option of created?.options ?? altered?.options ?? []) {
      const definition = nodeAs(option, 'DefElem');
      const exempt = definition?.defname === 'bypassrls' || definition?.defname === 'superuser';
      if (exempt && nodeAs(definition.arg, 'Boolean')?.boolval === true) this.exemptRoles.add(name);
    }
  }
}

function addColumn(table: MutableTable, column: ColumnDef | undefined): void {
  if (column?.colname === undefined) return;
  table.columns.add(column.colname);
  for (const node of column.constraints ?? [])
    addConstraint(table, nodeAs(node, 'Constraint'), column.colname);
}

function addConstraint(table: MutableTable, constraint: Constraint | undefined, column?: string): void {
  const target = constraint?.contype === 'CONSTR_FOREIGN' ? tableName(constraint.pktable) : undefined;
  if (constraint === undefined || target === undefined) return;
  const columns = column === undefined ? stringsOf(constraint.fk_attrs) : [column];
  table.references.push({ columns, table: target });
}

function dropColumn(table: MutableTable, column: string): void {
  table.columns.delete(column);
  table.references = table.references.filter(({ columns }) => !columns.includes(column));
}

function renameColumn(table: MutableTable, from: string, to: string): void {
  if (table.columns.delete(from)) table.columns.add(to);
  table.references = table.references.map((reference) => ({
    ...reference,
    columns: reference.columns.map((column) => (column === from ? to : column)),
  }));
}

/** Named roles; PUBLIC and CURRENT_USER are no role of the application. */
function rolesOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => nodeAs(node, 'RoleSpec')?.rolename ?? []);
}

function tableName(relation: RangeVar | undefined): string | undefined {
  return relation?.relname === undefined ? undefined : qualified(relation.schemaname, relation.relname);
}
