import { compareCatalogs, spokenList, type CatalogDifference } from '../../catalog';
import { missingPart, spokenDifference } from '../../rewrite';
import { nodeAs } from '../../sql';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { isDeclared } from '../readings/rollbackDeclarations';
import { replayedRollback, stepsOf, type ReplayedRollback, type Step } from '../readings/rollbackReplay';

/** A rollback after which the schema is not what it was before the migration. */
export const rollbackIncomplete: Rule = {
  id: 'rollback-incomplete',
  category: 'rollback',
  severity: 'warning',
  summary:
    'A rollback that leaves something of the migration behind, or does not bring back what it took away',
  *check(migration) {
    const rollback = replayedRollback(migration);
    if (rollback === undefined || !isFollowed(migration, rollback)) return;
    if (isDeclared(rollback.file, ['irreversible'])) return;
    const left = compareCatalogs(migration.before, rollback.reached);
    const fixes = left.length === 0 ? [] : completion(migration);
    for (const { step, differences } of byStep(left, migration)) {
      yield incomplete(step, differences, rollback, fixes);
    }
  },
};

/** Where a statement of either script cannot be followed, nobody can say what the rollback leaves. */
function isFollowed({ before, after }: ReviewedMigration, { reached }: ReplayedRollback): boolean {
  return (
    before.notUnderstood.length === after.notUnderstood.length &&
    after.notUnderstood.length === reached.notUnderstood.length
  );
}

interface OfStep {
  readonly step: Step;
  readonly differences: readonly CatalogDifference[];
}

/** Each difference at the first statement of the migration that changes the object it is about. */
function byStep(differences: readonly CatalogDifference[], migration: ReviewedMigration): readonly OfStep[] {
  const steps = stepsOf(migration);
  const changes = steps.map(
    ({ reviewed }) => new Set(compareCatalogs(reviewed.before, reviewed.after).map(({ object }) => object)),
  );
  const [first] = steps;
  const placed = differences
    .filter(({ object }) => !isEnumLabelOnly(object, steps))
    .map((difference) => {
      const place = changes.findIndex((objects) => objects.has(difference.object));
      return { difference, step: steps[place] ?? first };
    });
  return steps.flatMap((step) => {
    const own = placed.filter((each) => each.step === step).map(({ difference }) => difference);
    return own.length === 0 ? [] : [{ step, differences: own }];
  });
}

/** A label that was added to an enum is the business of rollback-irreversible-undeclared. */
function isEnumLabelOnly(object: string, steps: readonly Step[]): boolean {
  return (
    object.startsWith('enum ') &&
    steps.some(({ step }) => nodeAs(step.statement.tree, 'AlterEnumStmt') !== undefined)
  );
}

function incomplete(
  { reviewed }: Step,
  differences: readonly CatalogDifference[],
  rollback: ReplayedRollback,
  fixes: readonly Fix[],
): Finding {
  const relations = [...new Set(differences.flatMap(({ relation }) => relation ?? []))];
  return {
    what: `The rollback ${rollback.script.path} does not undo this: ${spokenList(shortest(differences))}.`,
    who: 'A tenant that is rolled back then has a schema that neither the old nor the new release was tested on, and the next run of the migration may fail on it.',
    remedy: 'Undo it in the rollback, or declare there with `-- irreversible: why` that it stays.',
    span: reviewed.statement.span,
    relations,
    fixes,
  };
}

const mostNamed = 4;

function shortest(differences: readonly CatalogDifference[]): readonly string[] {
  // The parts of a table that is there or missing as a whole are not named one by one.
  const whole = differences
    .filter(({ object }) => object.startsWith('table '))
    .map(({ relation }) => relation);
  const named = differences.filter(
    ({ object, relation }) => object.startsWith('table ') || !whole.includes(relation),
  );
  const texts = named.map(spokenDifference);
  if (texts.length <= mostNamed) return texts;
  return [...texts.slice(0, mostNamed - 1), `${texts.length - mostNamed + 1} more differences`];
}

/** The statements that the rollback lacks, at its end. */
function completion(migration: ReviewedMigration): readonly Fix[] {
  const offer = missingPart(migration);
  if (offer === undefined) return [];
  return [{ title: `Add what is missing to ${offer.path}`, preferred: false, edits: offer.edits }];
}
