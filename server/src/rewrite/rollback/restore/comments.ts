import type { Node, ObjectType } from '@pgsql/types';
import { isLeftOut, type Catalog } from '../../../catalog';
import type { Phase, Scope, Undo } from '../model';
import { list, string, strings } from '../trees';

/** COMMENT ON of every object that the second schema has. */
export const changeComments: Phase = (from, to, scope) => {
  if (from.comments === to.comments) return [];
  const gone = [...from.comments.keys()].filter((key) => !to.comments.has(key));
  const wanted = [...to.comments].filter(([key, text]) => from.comments.get(key) !== text);
  return [
    ...gone.flatMap((key) => commentStatement(to, key, undefined, scope)),
    ...wanted.flatMap(([key, text]) => commentStatement(to, key, text, scope)),
  ];
};

function commentStatement(
  catalog: Catalog,
  key: string,
  text: string | undefined,
  scope: Scope,
): readonly Undo[] {
  const space = key.indexOf(' ');
  const [label, name] = [key.slice(0, space), key.slice(space + 1)];
  const kind = commentKinds[label];
  if (kind === undefined || isOfPassing(name, scope)) return [];
  const object = objectOf(catalog, label, name);
  if (object === undefined) return [];
  return [
    { tree: { CommentStmt: { objtype: kind, object, ...(text === undefined ? {} : { comment: text }) } } },
  ];
}

function isOfPassing(name: string, scope: Scope): boolean {
  const [schema = '', relation = '', column = ''] = name.split('.');
  const qualified = `${schema}.${relation}`;
  return scope.isPassing(qualified) || scope.isPassingColumn(qualified, column);
}

/** Undefined where the object itself is not there. */
function objectOf(catalog: Catalog, label: string, name: string): Node | undefined {
  const parts = name.split('.');
  const withoutPublic = parts.length > 1 && isLeftOut(parts[0] ?? '') ? parts.slice(1) : parts;
  switch (label) {
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'ROUTINE':
      return catalog.routines.has(name)
        ? { ObjectWithArgs: { objname: strings(withoutPublic), args_unspecified: true } }
        : undefined;
    case 'TYPE':
    case 'DOMAIN':
      return catalog.types.has(name)
        ? { TypeName: { names: strings(withoutPublic), typemod: -1 } }
        : undefined;
    case 'SCHEMA':
    case 'EXTENSION':
    case 'ROLE':
    case 'DATABASE':
    case 'PUBLICATION':
      return string(name);
    case 'INDEX':
      return catalog.indexes.has(name) ? list(strings(withoutPublic)) : undefined;
    case 'SEQUENCE':
      return catalog.sequences.has(name) ? list(strings(withoutPublic)) : undefined;
    default: {
      const [schema = '', relation = ''] = parts;
      return catalog.relations.has(`${schema}.${relation}`) ? list(strings(withoutPublic)) : undefined;
    }
  }
}

const commentKinds: Readonly<Record<string, ObjectType>> = {
  TABLE: 'OBJECT_TABLE',
  FOREIGN_TABLE: 'OBJECT_FOREIGN_TABLE',
  VIEW: 'OBJECT_VIEW',
  MATVIEW: 'OBJECT_MATVIEW',
  COLUMN: 'OBJECT_COLUMN',
  INDEX: 'OBJECT_INDEX',
  SEQUENCE: 'OBJECT_SEQUENCE',
  TABCONSTRAINT: 'OBJECT_TABCONSTRAINT',
  POLICY: 'OBJECT_POLICY',
  TRIGGER: 'OBJECT_TRIGGER',
  RULE: 'OBJECT_RULE',
  FUNCTION: 'OBJECT_FUNCTION',
  PROCEDURE: 'OBJECT_PROCEDURE',
  ROUTINE: 'OBJECT_ROUTINE',
  TYPE: 'OBJECT_TYPE',
  DOMAIN: 'OBJECT_DOMAIN',
  SCHEMA: 'OBJECT_SCHEMA',
  EXTENSION: 'OBJECT_EXTENSION',
  ROLE: 'OBJECT_ROLE',
  DATABASE: 'OBJECT_DATABASE',
  PUBLICATION: 'OBJECT_PUBLICATION',
};
