import {
  CompletionItemKind,
  MarkupKind,
  SymbolKind,
  type CodeLens,
  type CompletionItem,
  type DocumentSymbol,
  type Hover,
  type InlayHint,
  type Position,
  type Range,
} from 'vscode-languageserver/node';
import {
  frameworkById,
  policyFileNames,
  renderPolicy,
  tenancyQuestion,
  type Migration,
  type Policy,
} from '../../project';
import type { Standing } from '../../service';
import { explainJson } from '../lintJson';
import { uriOf, type ServedFile, type ServedFolder } from './folders';
import { clientCommands, type MigrationsResult, type PolicyResult, type WireMigration } from './protocol';

/** The service's answers in the words of LSP, for files that are Tenantsafe's business; nothing for others. */

export function hoverAnswer(file: ServedFile, position: Position): Hover | null {
  if (!isConcerned(file)) return null;
  const hover = file.served.service.hover(file.served.workspace(), file.path, position);
  if (hover === undefined) return null;
  return { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: hover.range };
}

export function codeLensAnswer(file: ServedFile): CodeLens[] {
  const uri = uriOf(file.served, file.path);
  return file.served.service.codeLenses(file.served.workspace(), file.path).map(({ range, title, does }) => ({
    range,
    command: { title, command: clientCommands[does], arguments: [uri] },
  }));
}

export function inlayHintAnswer(file: ServedFile, range: Range): InlayHint[] {
  if (!isConcerned(file)) return [];
  return file.served.service
    .inlayHints(file.served.workspace(), file.path, range)
    .map(({ position, label, markdown }) => ({
      position,
      label,
      tooltip: { kind: MarkupKind.Markdown, value: markdown },
      paddingLeft: true,
    }));
}

export function outlineAnswer(file: ServedFile): DocumentSymbol[] {
  if (!isConcerned(file)) return [];
  return file.served.service
    .outline(file.served.workspace(), file.path)
    .map(({ name, range }) => ({ name, kind: SymbolKind.Event, range, selectionRange: range }));
}

export function completionAnswer(file: ServedFile, position: Position): CompletionItem[] {
  if (!isConcerned(file)) return [];
  return file.served.service
    .ruleCompletions(file.served.workspace(), file.path, position)
    .map(({ ruleId, summary, docs, range }) => ({
      label: ruleId,
      kind: CompletionItemKind.EnumMember,
      documentation: { kind: MarkupKind.Markdown, value: `${summary}\n\n[Rule page](${docs})` },
      textEdit: { range, newText: ruleId },
    }));
}

export function explainAnswer(file: ServedFile): object {
  return explainJson([file.served.service.explain(file.served.workspace(), file.path)]);
}

/** The project's migrations in order, then the drafts that are open in the editor. */
export function migrationsAnswer(served: ServedFolder): MigrationsResult {
  const { service } = served;
  const workspace = served.workspace();
  const inHistory = service.project(workspace).migrations.map((migration) => {
    const standing = service.standing(workspace, migration.up.path);
    return wireMigration(served, migration, standing);
  });
  const drafts = service.drafts(workspace, served.folder.shownPaths());
  return {
    migrations: [...inHistory, ...drafts.map((draft) => wireMigration(served, draft, 'outside'))],
    problems: service.problems(workspace).map(({ path, range, message }) => ({
      uri: uriOf(served, path),
      range,
      message,
    })),
  };
}

/** The policy in force in a few words, and the file that would be written. */
export function policyAnswer(served: ServedFolder): PolicyResult {
  const project = served.service.project(served.workspace());
  const { policyFile, policy, inference } = project;
  const question = tenancyQuestion(project);
  return {
    uri: policyFile === undefined ? null : uriOf(served, policyFile),
    summary: summaryOf(policy),
    proposed: { uri: uriOf(served, policyFileNames[0]), text: renderPolicy(inference) },
    question:
      question === undefined
        ? null
        : {
            text: question.text,
            choices: question.choices.map((choice) => ({
              title: choice.title,
              policyText: renderPolicy(choice.inference),
            })),
          },
    tenancy: policy.tenancy.model ?? null,
    drafts: { ...policy.drafts },
  };
}

function summaryOf({ engine, version, tenancy, migrations }: Policy): string {
  const frameworks = new Set(migrations.map(({ framework }) => frameworkById(framework)?.title ?? framework));
  return [`${engineTitles[engine]} ${version}`, tenancySummary(tenancy), ...frameworks].join(', ');
}

const engineTitles = { postgresql: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB' } as const;

function tenancySummary({ model, tenantColumns, schemas }: Policy['tenancy']): string {
  switch (model) {
    case 'row':
      return `rows by ${tenantColumns.join(', ')}`;
    case 'schema':
      return `schemas ${schemas.join(', ')}`;
    case 'database':
      return 'a database per tenant';
    case undefined:
      return 'no tenancy found';
  }
}

function wireMigration(
  served: ServedFolder,
  { version, title, framework, up, down }: Migration,
  standing: Standing,
): WireMigration {
  return {
    uri: uriOf(served, up.path),
    version,
    title,
    framework,
    downUri: down === undefined ? null : uriOf(served, down.path),
    standing,
  };
}

function isConcerned({ served, path }: ServedFile): boolean {
  return served.service.concerns(served.workspace(), path);
}
