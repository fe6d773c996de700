import type { Node, VariableSetStmt } from '@pgsql/types';
import { nodeAs } from '../../sql';
import type { Catalog } from '../model';
import { valueText } from './reading';

type Settings = Readonly<Record<string, string>>;

/** A function's settings after its SET and RESET clauses, in their order. */
export function settingsAfter(catalog: Catalog, settings: Settings, options: readonly Node[]): Settings {
  return options
    .flatMap((node) => {
      const definition = nodeAs(node, 'DefElem');
      return definition?.defname === 'set' ? (nodeAs(definition.arg, 'VariableSetStmt') ?? []) : [];
    })
    .reduce((result, statement) => settingsAfterOne(catalog, result, statement), settings);
}

/** The values of a SET statement as text, a list joined by commas. */
export function settingValues(statement: VariableSetStmt): readonly string[] {
  return (statement.args ?? []).map(valueText);
}

function settingsAfterOne(catalog: Catalog, settings: Settings, statement: VariableSetStmt): Settings {
  const name = statement.name?.toLowerCase() ?? '';
  switch (statement.kind) {
    case 'VAR_RESET_ALL':
      return {};
    case 'VAR_RESET':
    case 'VAR_SET_DEFAULT':
      return Object.fromEntries(Object.entries(settings).filter(([other]) => other !== name));
    case 'VAR_SET_CURRENT':
      return name === 'search_path' ? { ...settings, [name]: catalog.searchPath.join(', ') } : settings;
    default:
      return { ...settings, [name]: settingValues(statement).join(', ') };
  }
}
