import type { Script } from '../project';
import type { Range } from '../sql';
import { inFile, placesAt, type Analysis, type ScriptPlace } from './analysis';

/** Where the statements of a migration's scripts stand in their files, in the order in which runs count them. */
export interface MigrationScripts {
  readonly up: PlacedScript;
  readonly down: PlacedScript | undefined;
}

export interface PlacedScript {
  readonly path: string;
  readonly statements: readonly Range[];
}

/** The scripts of the migration that the file belongs to. */
export function scriptsOf(analysis: Analysis, path: string): MigrationScripts | undefined {
  const place = placesAt(analysis, path)[0];
  if (place === undefined) return undefined;
  const { up, down } = place.migration;
  const placed = (direction: ScriptPlace['direction'], script: Script): PlacedScript => {
    const source = analysis.source(script.path);
    const { file } = analysis.review({ ...place, direction, script });
    return {
      path: script.path,
      statements: file.statements.map(({ span }) => source.rangeOf(inFile(script, span))),
    };
  };
  return { up: placed('up', up), down: down === undefined ? undefined : placed('down', down) };
}
