import type { Severity } from '../../../project';
import {
  describedRules,
  docsUrlOf,
  repositoryUrl,
  type LintEdit,
  type LintFinding,
  type LintedFile,
} from '../../../service';
import type { Range } from '../../../sql';
import type { Format } from './format';

/** SARIF 2.1.0, the static analysis results format that code hosts read (OASIS standard). */
export const sarifFormat: Format = (files, { version }) => {
  const run = {
    tool: {
      driver: {
        name: 'Tenantsafe',
        version: version,
        informationUri: repositoryUrl,
        rules: describedRules.map(({ id, severity, summary, category }) => ({
          id,
          shortDescription: { text: summary },
          help: {
            text: `${summary} See ${docsUrlOf(id)}`,
            markdown: `${summary}\n\n[Rule page](${docsUrlOf(id)})`,
          },
          helpUri: docsUrlOf(id),
          defaultConfiguration: severity === 'off' ? { enabled: false } : { level: levelOf(severity) },
          properties: { tags: [category] },
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: files.flatMap(({ path, findings }) => findings.map((finding) => resultOf(path, finding))),
    invocations: [
      {
        executionSuccessful: files.every(({ errors }) => errors.length === 0),
        toolExecutionNotifications: files.flatMap(notificationsOf),
      },
    ],
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function resultOf(path: string, finding: LintFinding): object {
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
    fixes: fixes
      .filter(({ edits }) => edits.every(({ create }) => create !== true))
      .map(({ title, edits }) => ({ description: { text: title }, artifactChanges: changesOf(edits) })),
    suppressions:
      suppressed === null
        ? []
        : [{ kind: suppressed.by === 'comment' ? 'inSource' : 'external', justification: suppressed.reason }],
  };
}

function changesOf(edits: readonly LintEdit[]): readonly object[] {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return paths.map((path) => ({
    artifactLocation: { uri: uriReference(path) },
    replacements: edits
      .filter((edit) => edit.path === path)
      .map(({ range, newText }) => ({ deletedRegion: region(range), insertedContent: { text: newText } })),
  }));
}

function notificationsOf({ path, errors }: LintedFile): readonly object[] {
  return errors.map(({ message, range }) => ({
    level: 'error',
    message: { text: message },
    locations: [{ physicalLocation: physicalLocation(path, range) }],
  }));
}

function physicalLocation(path: string, range: Range): object {
  return { artifactLocation: { uri: uriReference(path), uriBaseId: 'SRCROOT' }, region: region(range) };
}

/** SARIF counts lines and columns from 1; the end column is the one after the last character, as in LSP. */
function region({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function uriReference(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** SARIF has no level below `note`. */
function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'error' || severity === 'warning' ? severity : 'note';
}
