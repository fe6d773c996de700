import { applyScript, emptyCatalog, type Catalog } from '../../catalog';
import type { BehaviourRow } from '../model';
import { postgresFamilies, type RowFamily } from '../postgres';
import { conflictTable, waitersTable } from './conflicts';
import { cell, code, table } from './markdown';
import { proofsOf, provedVersions, type Outcome, type Proof } from './proofs';
import { glanceOf } from './glance';

/**
 * The reference page `docs/behaviour/postgresql.md`: what PostgreSQL does for each statement, from the behaviour table.
 *
 * @param setup SQL that makes the schema on which the examples run.
 */
export function referencePage(setup: string): string {
  const schema = applyScript(emptyCatalog, { path: 'setup.sql', sql: setup });
  return [
    introduction(),
    contents(),
    ...postgresFamilies.map((family) => familySection(family, schema)),
    '',
  ].join('\n\n');
}

function introduction(): string {
  const versions = provedVersions.join(' and ');
  return `# What PostgreSQL does for each statement

Which locks a statement takes, on its own table and on others; whom they keep waiting; whether storage is written anew, tables are
read in full or indexes built again; and whether it can run inside a transaction.

Nothing here is copied from anywhere: it is what PostgreSQL ${versions} did. Each example is run on both, and its locks, file nodes and
scans are compared with what this page says (\`npm run test:truth\`); an example that only one of them accepts names that one. The examples run
on [one small schema](../../test/truth/behaviour/setup.sql). The page is generated from the table that Tenantsafe itself reads
(\`npm run behaviour-page\`): do not edit it.

How to read it:

- Locks are on tables, views and materialized views that were there before, with the strongest mode. ACCESS SHARE, which every
  reader takes, is left out, as are locks on indexes and sequences.
- All locks are held until the transaction ends, however short the statement.
- “Reads in full” means sequential scans: their time grows with the table, and the locks are held meanwhile.
- *Some* means that it depends: the examples below the table show on what.

## Lock modes

A waiting request also stops those behind it in the queue: a statement that waits for ACCESS EXCLUSIVE behind a long query stops
all readers that come later, although it has not begun yet.

${waitersTable()}

Two transactions cannot hold conflicting modes (✕) on one table at a time:

${conflictTable()}`;
}

function contents(): string {
  return `## Contents\n\n${postgresFamilies.map(({ title }) => `- [${title}](#${anchorOf(title)})`).join('\n')}`;
}

/** The anchor that GitHub makes of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function familySection({ title, rows }: RowFamily, schema: Catalog): string {
  const proved = rows.map((row) => ({ row, proofs: proofsOf(row, schema) }));
  const glances = proved.map(({ row, proofs }) => [
    `[${cell(row.form)}](#${row.id})${sinceOf(proofs)}`,
    ...glanceOf(proofs),
  ]);
  return [
    `## ${title}`,
    table(
      [
        'Statement',
        'Lock on its target',
        'Locks on others',
        'Makes wait',
        'Rewrites',
        'Reads in full',
        'Builds indexes',
        'In a transaction',
      ],
      glances,
    ),
    ...proved.map(({ row, proofs }) => rowSection(row, proofs)),
  ].join('\n\n');
}

/** The first of the proved versions that has the form, where it is not the oldest. */
function sinceOf(proofs: readonly Proof[]): string {
  const accepted = proofs
    .filter(({ outcome }) => outcome !== 'refused')
    .map(({ example }) => example.since ?? 0);
  const since = Math.min(...accepted);
  return Number.isFinite(since) && since > provedVersions[0] ? ` (since ${since})` : '';
}

function rowSection(row: BehaviourRow, proofs: readonly Proof[]): string {
  const outcomes = proofs.flatMap(({ outcome }) => (outcome === 'refused' ? [] : [outcome]));
  const notes = [...new Set(outcomes.flatMap(({ effects }) => [...effects.notes, ...effects.dependsOn]))];
  return [
    `<a id="${row.id}"></a>`,
    `### ${row.form}`,
    [`[Manual](${row.docs})`, ...consequences(outcomes), `row \`${row.id}\``].join(' · '),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join('\n')]),
    table(
      [
        'Example',
        'Proved on',
        'Lock on its target',
        'Locks on others',
        'Rewrites',
        'Reads in full',
        'Builds indexes',
      ],
      proofs.map(proofLine),
    ),
  ].join('\n\n');
}

function consequences(outcomes: readonly Outcome[]): readonly string[] {
  const effects = outcomes.map((outcome) => outcome.effects);
  return [
    ...new Set(effects.flatMap(({ phase }) => phase ?? [])),
    ...(effects.some(({ reversible }) => !reversible) ? ['cannot be undone'] : []),
    ...(effects.some(({ dataLoss }) => dataLoss) ? ['loses data'] : []),
  ];
}

function proofLine({ example, versions, outcome }: Proof): readonly string[] {
  const setup = example.setup === undefined ? [] : [`after ${code(example.setup)}`];
  const shown = [...(example.title === undefined ? [] : [cell(example.title)]), ...setup, code(example.sql)];
  const about = [shown.join('<br>'), versions.join(', ')];
  if (outcome === 'refused') return [...about, `refused (${example.refusedWith ?? ''})`, '', '', '', ''];
  const { effects, targets } = outcome;
  const own = effects.locks.filter(({ relation }) => targets.has(relation));
  const others = effects.locks.filter(({ relation }) => !targets.has(relation));
  return [
    ...about,
    // One target needs no name: it stands in the statement.
    (own.length === 1 ? own.map(({ mode }) => mode) : own.map(withMode)).join('<br>'),
    others.map(withMode).join('<br>'),
    effects.rewrites.map(short).join('<br>'),
    effects.scans.map(short).join('<br>'),
    effects.rebuildsIndexes.map(short).join('<br>'),
  ];
}

function withMode({ relation, mode }: Outcome['effects']['locks'][number]): string {
  return `${short(relation)}: ${mode}`;
}

/** The schema of the examples goes without saying. */
function short(name: string): string {
  return cell(name.replace(/^public\./, ''));
}
