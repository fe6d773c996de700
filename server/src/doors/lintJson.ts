import type { ExplainedFile, LintedFile } from '../service';

/** The `lint` format of the command line (contract: formatVersion 1). */
export function lintJson(files: readonly LintedFile[]): object {
  return {
    formatVersion: 1,
    files: files.map(({ path, engine, version, framework, findings, errors }) => ({
      path,
      engine,
      version: versionJson(version),
      framework,
      findings: findings.map(({ rule, severity, message, docs, range, relations, fixes, suppressed }) => ({
        rule,
        severity,
        message,
        docs,
        range,
        relations,
        fixes,
        suppressed,
      })),
      errors: errors.map(({ message, range }) => ({ message, range })),
    })),
    summary: summaryOf(files),
  };
}

/** The `explain` format of the command line and of `tenantsafe/explain` (contract: formatVersion 1). */
export function explainJson(files: readonly ExplainedFile[]): object {
  return {
    formatVersion: 1,
    files: files.map(({ path, engine, version, transaction, statements }) => ({
      path,
      engine,
      version: versionJson(version),
      transaction,
      statements,
    })),
  };
}

export interface LintSummary {
  readonly files: number;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly hint: number;
  readonly suppressed: number;
}

/** Counts of findings that count, by severity, and of those that are suppressed. */
export function summaryOf(files: readonly LintedFile[]): LintSummary {
  const findings = files.flatMap((file) => file.findings);
  const active = findings.filter(({ suppressed }) => suppressed === null);
  const countOf = (severity: string) => active.filter((finding) => finding.severity === severity).length;
  return {
    files: files.length,
    error: countOf('error'),
    warning: countOf('warning'),
    info: countOf('info'),
    hint: countOf('hint'),
    suppressed: findings.length - active.length,
  };
}

/** `16` as a number, `8.0.29` as text. */
function versionJson(version: string): number | string {
  return /^\d+$/.test(version) ? Number(version) : version;
}
