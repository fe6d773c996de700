import { createHash } from 'node:crypto';
import type {
  ArtifactChange,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
} from 'sarif';
import type { Severity } from '../../../project';
import {
  describedRules,
  docsUrlOf,
  repositoryUrl,
  type DescribedRule,
  type LintEdit,
  type LintFinding,
  type LintedFile,
} from '../../../service';
import type { Range } from '../../../sql';
import type { Format, FormatContext } from './format';

/**
 * SARIF 2.1.0, the static analysis results format that code hosts read (OASIS standard). Rules of which there are
 * findings bring their whole page as help, because GitHub shows that and nothing behind a link.
 */
export const sarifFormat: Format = (files, context) => {
  const found = new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const pageOf = (rule: string) => (found.has(rule) ? context.rulePage(rule) : undefined);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Tenantsafe',
            version: context.version,
            informationUri: repositoryUrl,
            rules: describedRules.map((rule) => descriptorOf(rule, pageOf(rule.id))),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap((file) => resultsOf(file, context)),
        invocations: [
          {
            executionSuccessful: files.every(({ errors }) => errors.length === 0),
            toolExecutionNotifications: files.flatMap(notificationsOf),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function descriptorOf(
  { id, severity, summary, category }: DescribedRule,
  page: string | undefined,
): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: summary },
    help: {
      text: `${summary} See ${docsUrlOf(id)}`,
      markdown: page ?? `${summary}\n\n[Rule page](${docsUrlOf(id)})`,
    },
    helpUri: docsUrlOf(id),
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: levelOf(severity) },
    properties: { tags: [category] },
  };
}

function resultsOf({ path, findings }: LintedFile, context: FormatContext): Result[] {
  const lines = context.text(path)?.split(/\r?\n/) ?? [];
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const hash = hashOf(finding, lines);
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    return {
      ...resultOf(path, finding),
      partialFingerprints: { primaryLocationLineHash: `${hash}:${String(occurrence)}` },
    };
  });
}

/** The same finding keeps its hash when lines are added above it, so that a code host knows it again. */
function hashOf({ rule, range }: LintFinding, lines: readonly string[]): string {
  const text = lines.slice(range.start.line, range.end.line + 1).join(' ');
  return createHash('sha256')
    .update(`${rule} ${text.replace(/\s+/g, ' ').trim()}`)
    .digest('hex')
    .slice(0, 16);
}

function resultOf(path: string, finding: LintFinding): Result {
  const { rule, severity, message, range, related, fixes, suppressed } = finding;
  return {
    ruleId: rule,
    ruleIndex: describedRules.findIndex(({ id }) => id === rule),
    level: levelOf(severity),
    message: { text: message },
    locations: [{ physicalLocation: physicalLocation(path, range) }],
    relatedLocations: related.map((place, index) => ({
      id: index,
      physicalLocation: physicalLocation(place.path, place.range),
      message: { text: place.message },
    })),
    // SARIF has no word for a file that a fix makes.
    fixes: fixes
      .filter(({ edits }) => edits.every(({ create }) => create !== true))
      .map(({ title, edits }) => ({ description: { text: title }, artifactChanges: changesOf(edits) })),
    suppressions:
      suppressed === null
        ? []
        : [{ kind: suppressed.by === 'comment' ? 'inSource' : 'external', justification: suppressed.reason }],
  };
}

function changesOf(edits: readonly LintEdit[]): ArtifactChange[] {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return paths.map((path) => ({
    artifactLocation: artifactLocation(path),
    replacements: edits
      .filter((edit) => edit.path === path)
      .map(({ range, newText }) => ({ deletedRegion: region(range), insertedContent: { text: newText } })),
  }));
}

function notificationsOf({ path, errors }: LintedFile): Notification[] {
  return errors.map(({ message, range }) => ({
    level: 'error',
    message: { text: message },
    locations: [{ physicalLocation: physicalLocation(path, range) }],
  }));
}

function physicalLocation(path: string, range: Range): PhysicalLocation {
  return { artifactLocation: artifactLocation(path), region: region(range) };
}

/** `%SRCROOT%` is GitHub's name for the root of the checkout. */
function artifactLocation(path: string): { readonly uri: string; readonly uriBaseId: string } {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** SARIF counts lines and columns from 1; the end column is the one after the last character, as in LSP. */
function region({ start, end }: Range): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** SARIF has no level below `note`. */
function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'error' || severity === 'warning' ? severity : 'note';
}
