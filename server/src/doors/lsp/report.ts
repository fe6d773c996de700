import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderReportBody, reportStylesheet, reportTitle } from '../../rehearsal/evidence/html';
import { readResult } from '../../rehearsal/evidence/readResult';
import type { ReportResult } from './protocol';

/**
 * The report of an evidence folder, made from its `result.json`.
 * Throws an error with one sentence for the reader where there is none, or none that this version can show.
 */
export async function reportOf(evidenceUri: string): Promise<ReportResult> {
  const file = path.join(fileURLToPath(evidenceUri), 'result.json');
  const result = readResult(await contentOf(file));
  if (result === undefined) {
    throw new Error(`${file} holds no result that this version can show: run the test again.`);
  }
  return { title: reportTitle(result), body: renderReportBody(result), stylesheet: reportStylesheet };
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Error(`There is no report in ${path.dirname(file)}: run the test first.`);
  }
}
