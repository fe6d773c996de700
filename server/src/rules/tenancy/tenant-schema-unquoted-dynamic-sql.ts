import type { UnquotedHole } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Edit, Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { executedTemplates, schemaHolesIn, type ExecutedTemplate } from '../readings/dynamicSql';
import { isSchemaTenancy } from '../readings/tenantSchemas';

/** A schema's name that becomes a part of SQL as it is: a tenant can be called what is no name without quotes. */
export const tenantSchemaUnquotedDynamicSql: Rule = {
  id: 'tenant-schema-unquoted-dynamic-sql',
  category: 'tenant-schema',
  severity: 'warning',
  summary:
    'Dynamic SQL with a schema that is put in without quotes, which fails or does harm for some tenants',
  *check(migration) {
    if (!isSchemaTenancy(migration.policy)) return;
    for (const reviewed of migration.statements) {
      for (const executed of executedTemplates(reviewed.statement)) {
        yield* findingsOf(executed, reviewed, migration);
      }
    }
  },
};

function* findingsOf(
  { step, template }: ExecutedTemplate,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Iterable<Finding> {
  const schemas = template.trees.flatMap(schemaHolesIn);
  const unquoted = template.unquoted.filter((hole) => schemas.some((schema) => holds(schema, hole)));
  if (unquoted.length === 0) return;
  const edits = unquoted.map((hole) =>
    schemas.includes(hole.name) ? quotingEdit(hole, migration) : undefined,
  );
  const written = edits.filter((edit) => edit !== undefined);
  yield {
    what: `\`${template.text.replace(/\s+/g, ' ').trim()}\` takes the schema as it is, without quotes.`,
    who: 'It fails for a tenant whose schema has a capital letter, a hyphen or a digit in front (42601, 3F000), after others are done; and whoever chooses the name of a tenant chooses what is run.',
    remedy: 'Use format() with %I, or quote_ident().',
    span: step.span,
    relations: [],
    fixes:
      written.length < edits.length || reviewed.within !== undefined
        ? []
        : [{ title: 'Quote the schema', preferred: true, edits: written.flat() }],
  };
}

/** A part of a name ends where no further digit follows: holes are numbered. */
function holds(name: string, hole: UnquotedHole): boolean {
  const place = name.indexOf(hole.name);
  return place >= 0 && !/^\d/.test(name.slice(place + hole.name.length));
}

function quotingEdit({ written }: UnquotedHole, migration: ReviewedMigration): readonly Edit[] | undefined {
  switch (written?.as) {
    case 'directive':
      return [{ path: migration.script.path, span: written.span, newText: 'I' }];
    case 'operand':
      return [
        insertion(migration, written.span.start, 'quote_ident('),
        insertion(migration, written.span.end, ')'),
      ];
    case undefined:
      return undefined;
  }
}
