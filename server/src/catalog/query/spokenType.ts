import type { Node } from '@pgsql/types';
import { isLeftOut } from '../identifiers';
import type { ColumnType } from '../model';
import { sqlOf } from '../../sql';

/** A column's type as SQL text, in the spelling of the manual: `bigint`, `varchar(40)`, `timestamp with time zone`. */
export function spokenType(type: ColumnType): string {
  const schema = type.schema ?? 'pg_catalog';
  const names = isLeftOut(schema) ? [type.name] : [schema, type.name];
  const written = sqlOf({
    TypeName: {
      names: names.map((name): Node => ({ String: { sval: name } })),
      typmods: type.modifiers.map(modifierNode),
      arrayBounds: Array.from({ length: type.arrayDimensions }, (): Node => ({ Integer: { ival: -1 } })),
      typemod: -1,
    },
  });
  return written.replace(/^pg_catalog\./, '');
}

function modifierNode(modifier: number | string): Node {
  return typeof modifier === 'number'
    ? { A_Const: { ival: { ival: modifier } } }
    : { A_Const: { sval: { sval: modifier } } };
}
