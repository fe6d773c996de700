import {
  chooseRelationName,
  nameOf,
  qualify,
  quoted,
  quotedName,
  spokenType,
  type Column,
  type ColumnType,
  type QualifiedName,
  type Sequence,
} from '../../catalog';
import { sqlOf } from '../../sql';
import { definition, sequenceOptions } from '../rollback/restore/columnTrees';
import { alterTable, list, nameParts } from '../rollback/trees';
import type { TableSplitting } from './model';
import type { Reversible } from './reversible';

/** What gives a column its values where a statement gives none, on its way from the old column to the new one. */
export interface ValueSource {
  /** While the columns have their first names: takes it away from the old one. */
  readonly release: Reversible;
  /** When the new column has got its name, and the old one that of a retired one. */
  readonly settle: Reversible;
}

/** A column that gives way to another, by its names before and after the swap. */
export interface Succession {
  readonly column: Column;
  readonly type: ColumnType;
  readonly interim: string;
  readonly final: string;
  readonly retired: string;
}

const nothing: Reversible = { up: [], down: [] };

/** The default, the identity and the sequence of the old column. */
export function valueSourceOf(splitting: TableSplitting, succession: Succession): ValueSource {
  const { catalog, name } = splitting;
  const { column } = succession;
  const sequence = [...catalog.sequences.values()].find(
    ({ ownedBy }) => ownedBy?.table === name && ownedBy.column === column.name,
  );
  if (column.identity !== undefined) return identityOf(splitting, succession, sequence);
  return sequence === undefined
    ? defaultOf(name, succession, convertedDefault(succession))
    : ownedSequence(name, succession, sequence);
}

function defaultOf(
  table: QualifiedName,
  { column, final }: Succession,
  converted: string | undefined,
): ValueSource {
  if (column.default === undefined || converted === undefined) return { release: nothing, settle: nothing };
  const alter = (which: string) => `ALTER TABLE ${quotedName(table)} ALTER COLUMN ${quoted(which)}`;
  return {
    release: {
      up: [`${alter(column.name)} DROP DEFAULT`],
      down: [`${alter(column.name)} SET DEFAULT ${sqlOf(column.default)}`],
    },
    settle: {
      up: [`${alter(final)} SET DEFAULT ${converted}`],
      down: [`${alter(final)} DROP DEFAULT`],
    },
  };
}

/** A value of the old type, which the server converts as it would have converted the old default. */
function convertedDefault({ column, type }: Succession): string | undefined {
  if (column.default === undefined) return undefined;
  const old = `CAST(${sqlOf(column.default)} AS ${spokenType({ ...column.type, modifiers: [] })})`;
  return isBuiltIn(type) && isBuiltIn(column.type)
    ? old
    : `CAST(CAST(${old} AS text) AS ${spokenType(type)})`;
}

/** Types of one's own, such as enums, convert into one another by their text alone. */
export function isBuiltIn({ schema }: ColumnType): boolean {
  return schema === undefined;
}

/** A serial column: its sequence changes hands, and its own type, else it would end where the old column would have. */
function ownedSequence(table: QualifiedName, succession: Succession, sequence: Sequence): ValueSource {
  const { column, type, final, retired } = succession;
  const alter = `ALTER SEQUENCE ${quotedName(nameOf(sequence))}`;
  const ownedBy = (which: string) => `${alter} OWNED BY ${quotedName(table)}.${quoted(which)}`;
  const grows = integerTypes.has(type.name) && sequence.dataType !== type.name;
  const ofType = (name: string) => `${alter} AS ${spokenType({ ...type, name })}`;
  // What nextval gives is a bigint already, whatever the column was.
  const plain = column.default === undefined ? undefined : sqlOf(column.default);
  const { release, settle } = defaultOf(table, succession, plain);
  return {
    release,
    settle: {
      up: [ownedBy(final), ...(grows ? [ofType(type.name)] : []), ...settle.up],
      down: [...settle.down, ...(grows ? [ofType(sequence.dataType)] : []), ownedBy(retired)],
    },
  };
}

const integerTypes: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);

/** Two columns cannot share an identity: the new one gets one of its own, which goes on where the old one was. */
function identityOf(
  { catalog, table, name }: TableSplitting,
  { column, interim }: Succession,
  known: Sequence | undefined,
): ValueSource {
  const { schema } = table;
  const first = known?.name ?? `${table.name}_${column.name}_seq`;
  const second = chooseRelationName(
    catalog,
    schema,
    { table: table.name, columns: [interim], label: 'seq' },
    'relation',
  );
  const written = (sequence: string) => quotedName(qualify(schema, sequence));
  const literal = (sequence: string) => `'${written(sequence).replaceAll("'", "''")}'`;
  const alter = (which: string) => `ALTER TABLE ${quotedName(name)} ALTER COLUMN ${quoted(which)}`;
  const handed = (from: string, to: string, sequences: { readonly from: string; readonly to: string }) => [
    added(name, { ...column, name: to }, qualify(schema, sequences.to), known),
    `SELECT setval(${literal(sequences.to)}, last_value, is_called) FROM ${written(sequences.from)}`,
    ...(known?.grants ?? []).map(
      ({ grantee, privilege }) =>
        `GRANT ${privilege.toUpperCase()} ON SEQUENCE ${written(sequences.to)} TO ${grantee === 'public' ? 'PUBLIC' : quoted(grantee)}`,
    ),
    `${alter(from)} DROP IDENTITY`,
  ];
  const rename = (from: string, to: string) => `ALTER SEQUENCE ${written(from)} RENAME TO ${quoted(to)}`;
  return {
    release: {
      up: handed(column.name, interim, { from: first, to: second }),
      down: handed(interim, column.name, { from: second, to: first }),
    },
    settle: { up: [rename(second, first)], down: [rename(first, second)] },
  };
}

function added(
  table: QualifiedName,
  { name, identity }: Column,
  sequence: QualifiedName,
  known: Sequence | undefined,
): string {
  return sqlOf(
    alterTable(table, {
      subtype: 'AT_AddIdentity',
      name,
      def: {
        Constraint: {
          contype: 'CONSTR_IDENTITY',
          generated_when: identity === 'always' ? 'a' : 'd',
          options: [
            definition('sequence_name', list(nameParts(sequence))),
            ...(known === undefined ? [] : sequenceOptions(known)),
          ],
        },
      },
    }),
  );
}
