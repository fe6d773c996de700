/** Two texts for VS Code's diff: the schema before the migration, and after its rollback. */
export interface SchemaDiff {
  readonly expected: string;
  readonly actual: string;
}

/**
 * The lines of `rollback-schema`'s sample as two texts. Lines say `added OBJECT`, `removed OBJECT` or
 * `changed OBJECT: attribute: before → after`. Undefined where a line is none of these, so that nothing is lost.
 */
export function schemaDiff(sample: readonly string[]): SchemaDiff | undefined {
  const sides = sample.map(sidesOf);
  if (sides.length === 0 || !sides.every((side) => side !== undefined)) return undefined;
  return {
    expected: sides.flatMap(({ expected }) => expected).join('\n'),
    actual: sides.flatMap(({ actual }) => actual).join('\n'),
  };
}

interface Sides {
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

const changedLine = /^changed (?<object>[^:]+): (?<attribute>[^:]+): (?<before>[^→]*) → (?<after>[^→]*)$/u;

function sidesOf(line: string): Sides | undefined {
  if (line.startsWith('added ')) return { expected: [], actual: [line.slice('added '.length)] };
  if (line.startsWith('removed ')) return { expected: [line.slice('removed '.length)], actual: [] };
  const { object, attribute, before, after } = changedLine.exec(line)?.groups ?? {};
  if (object === undefined) return undefined;
  return { expected: [`${object}: ${attribute}: ${before}`], actual: [`${object}: ${attribute}: ${after}`] };
}
