import { escapeLiteral } from 'pg';
import { baseValue, uniqueBaseValue } from './baseValues';
import type { BaseType, DataType } from './model';
import { elementAt, hashBelow } from './rowSql';
import { numberOf, type UniqueScope, type UniqueValue, type ValueContext } from './valueContext';

/** SQL of an ordinary value of the type; undefined for a type that nothing is known of. */
export function typicalValue(type: DataType, context: ValueContext): string | undefined {
  const sql = uncastValue(type, context);
  return sql === undefined ? undefined : `(${sql})::${type.sql}`;
}

function uncastValue(type: DataType, context: ValueContext): string | undefined {
  switch (type.kind) {
    case 'base':
      return baseValue(type, context);
    case 'enum':
      return elementAt(
        type.labels.map(escapeLiteral),
        type.sql,
        hashBelow(context.purpose, type.labels.length),
      );
    case 'array': {
      const elements = ['a', 'b'].map((place) =>
        typicalValue(type.element, { ...context, purpose: `${context.purpose}.${place}` }),
      );
      return elements.includes(undefined) ? undefined : `ARRAY[${elements.join(', ')}]`;
    }
    case 'composite':
      return compositeValue(type.attributes, (attribute) =>
        typicalValue(attribute.type, {
          ...context,
          name: attribute.name,
          purpose: `${context.purpose}.${attribute.name}`,
        }),
      );
    case 'range':
    case 'multirange':
      return uniqueValue(type, context, 'tenant')?.sql;
  }
}

/** SQL of a value of the type that no other row has; undefined where the type has too few values. */
export function uniqueValue(
  type: DataType,
  context: ValueContext,
  scope: UniqueScope,
): UniqueValue | undefined {
  const value = uncastUnique(type, context, scope);
  return value === undefined ? undefined : { ...value, sql: `(${value.sql})::${type.sql}` };
}

function uncastUnique(type: DataType, context: ValueContext, scope: UniqueScope): UniqueValue | undefined {
  switch (type.kind) {
    case 'base':
      return uniqueBaseValue(type, context, scope);
    case 'enum':
      return undefined;
    case 'array': {
      const element = uniqueValue(type.element, context, scope);
      return element === undefined ? undefined : { ...element, sql: `ARRAY[${element.sql}]` };
    }
    case 'composite':
      return uniqueComposite(type, context, scope);
    case 'range':
    case 'multirange':
      return uniqueRange(type, context, scope);
  }
}

function compositeValue<Attribute>(
  attributes: readonly Attribute[],
  valueOf: (attribute: Attribute) => string | undefined,
): string | undefined {
  const values = attributes.map(valueOf);
  return values.includes(undefined) ? undefined : `ROW(${values.join(', ')})`;
}

function uniqueComposite(
  type: DataType & { readonly kind: 'composite' },
  context: ValueContext,
  scope: UniqueScope,
): UniqueValue | undefined {
  const uniques = type.attributes.map((attribute) =>
    uniqueValue(attribute.type, { ...context, name: attribute.name }, scope),
  );
  const carrier = uniques.find((value) => value !== undefined);
  if (carrier === undefined) return undefined;
  const sql = compositeValue(type.attributes, (attribute) =>
    attribute === type.attributes[uniques.indexOf(carrier)]
      ? carrier.sql
      : typicalValue(attribute.type, { ...context, name: attribute.name }),
  );
  return sql === undefined ? undefined : { sql, capacity: carrier.capacity };
}

/** Ranges that neither touch nor overlap: each begins at a number of its own, and ends before the next. */
function uniqueRange(
  type: DataType & { readonly kind: 'range' | 'multirange' },
  context: ValueContext,
  scope: UniqueScope,
): UniqueValue | undefined {
  if (type.subtype.kind !== 'base') return undefined;
  const number = numberOf(context, scope);
  const bounds = [`${number} * 4`, `${number} * 4 + 2`].map((at) => pointAt(type.subtype, at));
  const [low, high] = bounds;
  if (low === undefined || high === undefined) return undefined;
  const range = `${type.rangeSql}(${low}, ${high})`;
  return { sql: type.kind === 'range' ? range : `${type.sql}(${range})`, capacity: 5_000_000 };
}

/** The value at a place on the axis of an ordered type; undefined where the type has none. */
export function pointAt(type: DataType, place: string): string | undefined {
  if (type.kind !== 'base') return undefined;
  const axis = axes[type.name];
  return axis === undefined ? undefined : `(${axis(place, type)})::${type.sql}`;
}

const axes: Readonly<Record<string, (place: string, type: BaseType) => string>> = {
  int2: (place) => place,
  int4: (place) => place,
  int8: (place) => place,
  float4: (place) => place,
  float8: (place) => place,
  numeric: (place) => place,
  money: (place) => `(${place})::numeric`,
  date: (place) => `date '2024-01-01' + (${place})::int`,
  timestamp: (place) => `timestamp '2024-01-01' + (${place}) * interval '1 minute'`,
  timestamptz: (place) => `timestamptz '2024-01-01 00:00+00' + (${place}) * interval '1 minute'`,
  time: (place) => `time '00:00' + (${place}) * interval '1 second'`,
  interval: (place) => `(${place}) * interval '1 minute'`,
};
