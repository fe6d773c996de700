import type {
  AlterFunctionStmt,
  CreateFunctionStmt,
  Node,
  ObjectWithArgs,
  VariableSetStmt,
} from '@pgsql/types';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';
import type { Catalog, ColumnType, QualifiedName, Routine } from '../model';
import { qualify } from '../objectNames';
import { columnTypeOf, resolveRoutine } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { grantsForNew } from './defaultGrants';
import { definitionNamed, definitionText, isOn, newObjectName } from './reading';
import { settingsAfter } from './settingClauses';

/** CREATE [OR REPLACE] FUNCTION: a replaced one keeps its owner and grants and nothing else. */
export const createRoutine: Change<CreateFunctionStmt> = (catalog, statement, origin) => {
  const { schema, name } = newObjectName(catalog, nameOfParts(statement.funcname));
  const qualified = qualify(schema, name);
  const parameters = parametersOf(catalog, statement.parameters);
  const overloads = catalog.routines.get(qualified) ?? [];
  const signature = inputTypes(parameters);
  const replaced = overloads.find((routine) => inputTypes(routine.parameters) === signature);
  if (replaced !== undefined && statement.replace !== true) {
    return refuse(`function "${qualified}" already exists with same argument types`);
  }
  const owner = replaced === undefined ? catalog.session.role : replaced.owner;
  const options = statement.options ?? [];
  const routine: Routine = {
    schema,
    name,
    origin,
    owner,
    grants: replaced?.grants ?? grantsForNew(catalog, 'functions', schema, owner),
    kind: statement.is_procedure === true ? 'procedure' : 'function',
    parameters,
    returns: statement.returnType === undefined ? undefined : columnTypeOf(catalog, statement.returnType),
    language: languageOf(options, statement.sql_body),
    body: bodyOf(options),
    volatility: 'volatile',
    securityDefiner: false,
    leakproof: false,
    strict: false,
    settings: {},
    definition: statement,
  };
  const changed = withOptions(catalog, routine, options);
  const others = overloads.filter((other) => other !== replaced);
  return { ...catalog, routines: catalog.routines.set(qualified, [...others, changed]) };
};

export const alterRoutine: Change<AlterFunctionStmt> = (catalog, statement, origin) => {
  const { name, routine } = existingRoutine(catalog, statement.func);
  return replaceRoutine(catalog, name, routine, {
    ...withOptions(catalog, routine, statement.actions ?? []),
    definition:
      routine.definition === undefined
        ? undefined
        : { ...routine.definition, options: optionsAfter(routine.definition, statement.actions ?? []) },
    origin,
  });
};

/** The routine that a statement names, with or without its argument types. */
export function existingRoutine(
  catalog: Catalog,
  written: ObjectWithArgs | undefined,
): { readonly name: QualifiedName; readonly routine: Routine } {
  const name = resolveRoutine(
    catalog,
    nameOfParts(written?.objname) ?? refuse('the statement names no function'),
  );
  const found = matching(catalog, name, written);
  const [routine] = found;
  if (routine === undefined) return refuse(`function "${name}" is not known to the history`);
  return { name, routine };
}

/** All overloads that a name with these argument types can mean: one, or all where none are written. */
export function matching(
  catalog: Catalog,
  name: QualifiedName,
  written: ObjectWithArgs | undefined,
): readonly Routine[] {
  const overloads = catalog.routines.get(name) ?? [];
  if (written?.args_unspecified === true) return overloads;
  const parameters = parametersOf(catalog, written?.objfuncargs);
  const types = (written?.objargs ?? []).map((node) =>
    typeKey(columnTypeOf(catalog, nodeAs(node, 'TypeName'))),
  );
  const wanted = parameters.length > 0 ? inputTypes(parameters) : types.join();
  return overloads.filter((routine) => inputTypes(routine.parameters) === wanted);
}

export function replaceRoutine(catalog: Catalog, name: QualifiedName, old: Routine, next: Routine): Catalog {
  const overloads = (catalog.routines.get(name) ?? []).map((routine) => (routine === old ? next : routine));
  return { ...catalog, routines: catalog.routines.set(name, overloads) };
}

function withOptions(catalog: Catalog, routine: Routine, options: readonly Node[]): Routine {
  const volatility = definitionNamed(options, 'volatility');
  const security = definitionNamed(options, 'security');
  const leakproof = definitionNamed(options, 'leakproof');
  const strict = definitionNamed(options, 'strict');
  return {
    ...routine,
    volatility: volatility === undefined ? routine.volatility : volatilityOf(definitionText(volatility)),
    securityDefiner: security === undefined ? routine.securityDefiner : isOn(security),
    leakproof: leakproof === undefined ? routine.leakproof : isOn(leakproof),
    strict: strict === undefined ? routine.strict : isOn(strict),
    settings: settingsAfter(catalog, routine.settings, options),
  };
}

/** The clauses of CREATE FUNCTION after an ALTER FUNCTION: each takes the place of the one of its name. */
function optionsAfter(definition: CreateFunctionStmt, actions: readonly Node[]): Node[] {
  const isReplaced = (option: Node) =>
    actions.some((action) => clauseName(action) === clauseName(option) || resetsAll(action, option));
  const isReset = (action: Node) =>
    settingClause(action) !== undefined && settingClause(action)?.kind !== 'VAR_SET_VALUE';
  const kept = (definition.options ?? []).filter((option) => !isReplaced(option));
  return [...kept, ...actions.filter((action) => !isReset(action))];
}

function resetsAll(action: Node, option: Node): boolean {
  return settingClause(action)?.kind === 'VAR_RESET_ALL' && settingClause(option) !== undefined;
}

function clauseName(node: Node): string {
  const setting = settingClause(node)?.name;
  return `${nodeAs(node, 'DefElem')?.defname ?? ''} ${setting ?? ''}`;
}

function settingClause(node: Node): VariableSetStmt | undefined {
  const definition = nodeAs(node, 'DefElem');
  return definition?.defname === 'set' ? nodeAs(definition.arg, 'VariableSetStmt') : undefined;
}

function parametersOf(catalog: Catalog, nodes: readonly Node[] | undefined): Routine['parameters'] {
  return (nodes ?? []).flatMap((node) => {
    const parameter = nodeAs(node, 'FunctionParameter');
    if (parameter === undefined) return [];
    const mode = (parameter.mode ?? '').replace('FUNC_PARAM_', '').toLowerCase();
    return [
      {
        name: parameter.name,
        type: columnTypeOf(catalog, parameter.argType),
        mode: mode === 'default' ? 'in' : mode,
      },
    ];
  });
}

/** A function is known by name and input types. */
function inputTypes(parameters: Routine['parameters']): string {
  return parameters
    .filter(({ mode }) => mode !== 'out' && mode !== 'table')
    .map(({ type }) => typeKey(type))
    .join();
}

function typeKey(type: ColumnType): string {
  return `${type.schema ?? ''}.${type.name}${type.arrayDimensions > 0 ? '[]' : ''}`;
}

function languageOf(options: readonly Node[], body: Node | undefined): string {
  const language = definitionNamed(options, 'language');
  if (language !== undefined) return definitionText(language).toLowerCase();
  return body === undefined ? '' : 'sql';
}

function bodyOf(options: readonly Node[]): string | undefined {
  return stringsOf(definitionNamed(options, 'as')?.arg).at(0);
}

function volatilityOf(text: string): Routine['volatility'] {
  return text === 'stable' || text === 'immutable' ? text : 'volatile';
}
