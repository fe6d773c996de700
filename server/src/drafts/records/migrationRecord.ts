import type { DraftEvidence } from './draftEvidence';
import { code, codeBlock, plain, table } from './markdown';
import { rehearsalSections, type RecordedRehearsal } from './rehearsalSections';

/** What a migration record is made from: evidence, and the files that it speaks of. */
export interface RecordSources {
  /** Relative to the project's folder. */
  readonly migration: ScriptNow;
  readonly rollback: ScriptNow | undefined;
  /** With the human edits as they are now. */
  readonly draft: DraftEvidence | undefined;
  readonly rehearsal: RecordedRehearsal | undefined;
}

export interface ScriptNow {
  readonly path: string;
  readonly text: string;
  /** `sha256:` of the text, as evidence names it. */
  readonly sha256: string;
}

/**
 * One Markdown document about a migration: how it was asked for, what people changed, what a test on fixture tenants showed,
 * how it is rolled back. It says nothing that no evidence says, and names the evidence that is missing or stale.
 */
export function migrationRecord(sources: RecordSources): string {
  const { migration, rehearsal } = sources;
  const sections = [
    `# Migration record of ${code(migration.path)}`,
    'Made by Tenantsafe from the evidence beside it. Write it again with _Write Migration Record_ or `tenantsafe drafts record`.',
    ...evidenceSection(sources),
    ...promptSection(sources.draft),
    ...editsSection(sources.draft),
    ...(rehearsal === undefined ? [] : rehearsalSections(rehearsal)),
    ...rollbackSection(sources),
    ...compatibilitySection(sources),
  ];
  return `${sections.join('\n\n')}\n`;
}

function evidenceSection(sources: RecordSources): readonly string[] {
  const gaps = evidenceGaps(sources);
  return [
    '## Evidence',
    gaps.length === 0
      ? 'All of it is there, and it is about the files as they are now.'
      : gaps.map((gap) => `- ${gap}`).join('\n'),
  ];
}

function evidenceGaps({ migration, rollback, draft, rehearsal }: RecordSources): readonly string[] {
  if (rehearsal === undefined) {
    return ['**Missing:** the migration was not tested on fixture tenants.', ...draftGaps(draft)];
  }
  const { inputs } = rehearsal;
  const isOf = (script: ScriptNow | undefined, hash: string | null | undefined) =>
    (script?.sha256 ?? null) === (hash ?? null);
  return [
    ...(isOf(migration, inputs['migration'])
      ? []
      : ['**Stale:** the migration has changed since the test on fixture tenants: test it again.']),
    ...(isOf(rollback, inputs['rollback'])
      ? []
      : ['**Stale:** the rollback has changed since the test on fixture tenants: test it again.']),
    ...draftGaps(draft),
  ];
}

function draftGaps(draft: DraftEvidence | undefined): readonly string[] {
  if (draft === undefined)
    return ['There is no `draft.json`: no draft of this tool has become this migration.'];
  return draft.humanEdits.missing.map(
    (path) => `**Missing:** ${code(path)} was generated and is not there any more.`,
  );
}

function promptSection(draft: DraftEvidence | undefined): readonly string[] {
  if (draft === undefined) return [];
  const { prompt, provider, model, draftedAt, rounds, decision } = draft;
  const repairs = rounds.filter(({ gate }) => gate !== null).length - 1;
  return [
    '## What was asked',
    [
      `Drafted ${dateOf(draftedAt)} by ${code(model)} (${plain(provider)}) from the prompt snippet ${code(`${prompt.snippet.id}@${prompt.snippet.version}`)},`,
      `${repairs <= 0 ? 'without a repair' : `after ${repairs === 1 ? 'one repair' : `${repairs} repairs`}`}, and ${decision === 'edited' ? 'taken over for editing' : 'accepted as it was'}.`,
      `The prompt's hash is ${code(prompt.sha256)}, that of the schema ${code(prompt.schemaSha256)}.`,
    ].join('\n'),
    codeBlock(prompt.request, 'text'),
    ...gateRows(draft),
  ];
}

function gateRows({ rounds }: DraftEvidence): readonly string[] {
  const rows = rounds.map(({ gate, stopReason, requestId, usage }, index) => [
    String(index + 1),
    gate === null ? plain(stopReason) : gate.verdict,
    gate === null
      ? ''
      : gate.stages
          .map(({ stage, verdict, findings }) => `${stage} ${verdict} (${findings.length})`)
          .join(', '),
    usage === null ? 'not counted' : `${usage.inputTokens} in, ${usage.outputTokens} out`,
    requestId === null ? '' : code(requestId),
  ]);
  return [table(['answer', 'verdict', 'stages (findings)', 'tokens', 'request'], rows)];
}

function editsSection(draft: DraftEvidence | undefined): readonly string[] {
  if (draft === undefined) return [];
  const { diff, addedLines, removedLines, comparedAt } = draft.humanEdits;
  return [
    '## What people changed since',
    diff === ''
      ? `Nothing, as of ${dateOf(comparedAt)}.`
      : `${addedLines} lines added and ${removedLines} removed, as of ${dateOf(comparedAt)}:`,
    ...(diff === '' ? [] : [codeBlock(diff, 'diff')]),
  ];
}

function rollbackSection({ rollback, draft, rehearsal }: RecordSources): readonly string[] {
  const planned = draft?.draft.phases[draft.phase]?.rollback;
  const kind = planned === undefined ? [] : [`It was drafted as ${code(planned.kind)}.`];
  const reason = planned?.dataLossReason ?? null;
  const loss = reason === null ? [] : [`What it does not bring back: ${plain(reason)}`];
  const procedure =
    rollback === undefined
      ? ['There is no rollback script.']
      : [`Run ${code(rollback.path)}:`, codeBlock(rollback.text, 'sql')];
  const rehearsed =
    rehearsal === undefined
      ? ['How it was rehearsed is not known: there is no test on fixture tenants.']
      : [`Rehearsed on the fixture tenants: ${rehearsal.scorecard.rollbackRehearsal}.`];
  return ['## Rollback', ...kind, ...loss, ...procedure, ...rehearsed];
}

function compatibilitySection({ draft, rehearsal }: RecordSources): readonly string[] {
  const said = draft?.draft.phases[draft.phase]?.compatibility;
  const queries = rehearsal?.tenants.flatMap(({ name, checks }) =>
    checks.filter(({ id }) => id === 'app-queries').map((check) => ({ name, ...check })),
  );
  if (said === undefined && queries === undefined) return [];
  return [
    '## Running application code',
    ...(said === undefined ? [] : [plain(said)]),
    ...(queries === undefined || queries.length === 0
      ? []
      : [
          table(
            ['tenant', 'application queries', ''],
            queries.map(({ name, verdict, message }) => [plain(name), verdict, plain(message)]),
          ),
        ]),
  ];
}

/** To the minute, for people. */
function dateOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
