import type { A_Expr, FuncCall, Node, SelectStmt, SubLink, TypeCast } from '@pgsql/types';
import { constantOf, nodeAs, stringsOf } from '../../sql';
import type { Catalog } from '../model';
import { creationSchema, resolveRelation, resolveUserType } from '../query/resolve';
import { knowsAllNames, listOf } from './knownNames';
import { objectId, type SystemValue } from './systemTables';
import { matchingRows, type Scope, type Tester } from './rows';

/** Undefined where the catalog cannot tell. */
export type Truth = boolean | undefined;

/**
 * Whether the condition of a guard holds, such as `NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood')`: the system
 * tables are read as the catalog would fill them. Conditions on anything else, such as variables, cannot be told.
 */
export function evaluateCondition(catalog: Catalog, query: Node | undefined): Truth {
  const select = nodeAs(query, 'SelectStmt');
  const condition = nodeAs(select?.targetList?.[0], 'ResTarget')?.val;
  if (condition === undefined || select?.fromClause !== undefined) return undefined;
  return new Evaluator(catalog).truth(condition, noScope);
}

const noScope: Scope = new Map();

class Evaluator implements Tester {
  constructor(readonly catalog: Catalog) {}

  truth(node: Node, scope: Scope): Truth {
    const logic = nodeAs(node, 'BoolExpr');
    if (logic !== undefined) {
      const operands = (logic.args ?? []).map((operand) => this.truth(operand, scope));
      switch (logic.boolop) {
        case 'AND_EXPR':
          return conjunction(operands);
        case 'OR_EXPR':
          return negation(conjunction(operands.map(negation)));
        default:
          return negation(operands[0]);
      }
    }
    const test = nodeAs(node, 'NullTest');
    if (test?.arg !== undefined) {
      const value = this.value(test.arg, scope);
      if (value === undefined) return undefined;
      return (value === null) === (test.nulltesttype === 'IS_NULL');
    }
    const value = this.value(node, scope);
    return typeof value === 'boolean' ? value : undefined;
  }

  value(node: Node, scope: Scope): SystemValue {
    const constant = nodeAs(node, 'A_Const');
    if (constant !== undefined) return constantValue(node, constant);
    const reference = nodeAs(node, 'ColumnRef');
    if (reference !== undefined) return columnValue(stringsOf(reference.fields), scope);
    const cast = nodeAs(node, 'TypeCast');
    if (cast !== undefined) return this.#cast(cast, scope);
    const call = nodeAs(node, 'FuncCall');
    if (call !== undefined) return this.#call(call, scope);
    const subquery = nodeAs(node, 'SubLink');
    if (subquery !== undefined) return this.#subquery(subquery);
    const comparison = nodeAs(node, 'A_Expr');
    if (comparison !== undefined) return this.#compare(comparison, scope);
    if (nodeAs(node, 'SQLValueFunction')?.op === 'SVFOP_CURRENT_SCHEMA') return creationSchema(this.catalog);
    return nodeAs(node, 'BoolExpr') === undefined ? undefined : this.truth(node, scope);
  }

  #compare({ kind, name, lexpr, rexpr }: A_Expr, scope: Scope): Truth {
    if (lexpr === undefined || rexpr === undefined) return undefined;
    const operator = stringsOf(name)[0];
    const left = this.value(lexpr, scope);
    const values = listOf(rexpr).map((item) => this.value(item, scope));
    const equal = (right: SystemValue) => compared(left, right, (order) => order === 0);
    switch (kind) {
      case 'AEXPR_IN': {
        const isIn = negation(conjunction(values.map((right) => negation(equal(right)))));
        return operator === '<>' ? negation(isIn) : isIn;
      }
      case 'AEXPR_OP_ANY':
        return operator === '='
          ? negation(conjunction(values.map((right) => negation(equal(right)))))
          : undefined;
      case 'AEXPR_OP':
        return comparisons[operator ?? '']?.(left, values[0]);
      default:
        return undefined;
    }
  }

  #cast({ arg, typeName }: TypeCast, scope: Scope): SystemValue {
    const value = arg === undefined ? undefined : this.value(arg, scope);
    const type = stringsOf(typeName?.names).at(-1) ?? '';
    if (typeof value === 'string' && type.startsWith('reg')) return this.#object(type, value) ?? undefined;
    if (type === 'bool')
      return value === 'true' || value === 't'
        ? true
        : value === 'false' || value === 'f'
          ? false
          : undefined;
    return ['name', 'text', 'varchar', 'bpchar', 'oid'].includes(type) ? value : undefined;
  }

  #call({ funcname, args = [] }: FuncCall, scope: Scope): SystemValue {
    const name = stringsOf(funcname).at(-1) ?? '';
    if (name === 'current_schema') return creationSchema(this.catalog);
    const value = args[0] === undefined ? undefined : this.value(args[0], scope);
    if (name.startsWith('to_reg'))
      return typeof value === 'string' ? this.#object(name.slice('to_'.length), value) : undefined;
    return name === 'lower' && typeof value === 'string' ? value.toLowerCase() : undefined;
  }

  /** The object that a text means; null where there is none of that name. */
  #object(type: string, text: string): SystemValue {
    const names = text.split('.').map((part) => part.replace(/^"(.*)"$/, '$1'));
    const written = { schema: names.at(-2), name: names.at(-1) ?? '' };
    switch (type) {
      case 'regclass': {
        const name = resolveRelation(this.catalog, written);
        const { relations, indexes, sequences } = this.catalog;
        return relations.has(name) || indexes.has(name) || sequences.has(name)
          ? objectId('relation', name)
          : null;
      }
      case 'regtype': {
        const name = resolveUserType(this.catalog, written);
        // Types of the server and of extensions are not listed.
        return this.catalog.types.has(name) ? objectId('type', name) : undefined;
      }
      case 'regnamespace':
        return this.catalog.schemas.has(written.name) ? objectId('schema', written.name) : null;
      default:
        return undefined;
    }
  }

  #subquery({ subLinkType, subselect }: SubLink): SystemValue {
    const select = nodeAs(subselect, 'SelectStmt');
    if (select === undefined) return undefined;
    switch (subLinkType) {
      case 'EXISTS_SUBLINK':
        return this.#exists(select);
      case 'EXPR_SUBLINK':
        return this.#single(select);
      default:
        return undefined;
    }
  }

  #exists(select: SelectStmt): Truth {
    const found = matchingRows(select, this.catalog, this);
    if (found === undefined) return undefined;
    if (found.certain.length > 0) return true;
    return found.possible.length > 0 || !this.#knowsAbsence(select, found.absence) ? undefined : false;
  }

  /** `SELECT count(*)`, or the one value of the one row. */
  #single(select: SelectStmt): SystemValue {
    const found = matchingRows(select, this.catalog, this);
    const target = nodeAs(select.targetList?.[0], 'ResTarget')?.val;
    if (found === undefined || target === undefined || found.possible.length > 0) return undefined;
    const isCount = stringsOf(nodeAs(target, 'FuncCall')?.funcname).at(-1) === 'count';
    const isSettled = found.certain.length > 0 || this.#knowsAbsence(select, found.absence);
    if (isCount) return isSettled ? found.certain.length : undefined;
    const [only, ...others] = found.certain;
    if (only === undefined) return isSettled ? null : undefined;
    return others.length === 0 ? this.value(target, only) : undefined;
  }

  #knowsAbsence(select: SelectStmt, absence: 'complete' | 'unknown'): boolean {
    if (absence === 'unknown' || this.catalog.notUnderstood.some(({ kind }) => kind === 'unread'))
      return false;
    return knowsAllNames(select, this.catalog);
  }
}

const comparisons: Readonly<Record<string, (left: SystemValue, right: SystemValue) => Truth>> = {
  '=': (left, right) => compared(left, right, (order) => order === 0),
  '<>': (left, right) => compared(left, right, (order) => order !== 0),
  '<': (left, right) => compared(left, right, (order) => order < 0),
  '<=': (left, right) => compared(left, right, (order) => order <= 0),
  '>': (left, right) => compared(left, right, (order) => order > 0),
  '>=': (left, right) => compared(left, right, (order) => order >= 0),
};

/** A comparison with null is null, which a condition takes as false wherever it decides. */
function compared(left: SystemValue, right: SystemValue, holds: (order: number) => boolean): Truth {
  if (left === null || right === null) return false;
  if (left === undefined || right === undefined || typeof left !== typeof right) return undefined;
  return holds(left === right ? 0 : left < right ? -1 : 1);
}

function conjunction(operands: readonly Truth[]): Truth {
  if (operands.includes(false)) return false;
  return operands.includes(undefined) ? undefined : true;
}

function negation(operand: Truth): Truth {
  return operand === undefined ? undefined : !operand;
}

function constantValue(
  node: Node,
  constant: { isnull?: boolean; boolval?: { boolval?: boolean } },
): SystemValue {
  if (constant.isnull === true) return null;
  if (constant.boolval !== undefined) return constant.boolval.boolval ?? false;
  return constantOf(node);
}

/** A column by its name, with the name or alias of its table before it where it has one. */
function columnValue(names: readonly string[], scope: Scope): SystemValue {
  const column = names.at(-1) ?? '';
  const table = names.at(-2);
  if (table !== undefined) return scope.get(table)?.[column];
  return [...scope.values()].find((row) => column in row)?.[column];
}
