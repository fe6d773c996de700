import type { RehearsalResult } from '../result';
import { renderHtmlPage } from './htmlPage';
import { renderJunit } from './junit';
import { renderMarkdown } from './markdown';

/** The files of an evidence folder, by name. */
export function renderEvidence(result: RehearsalResult): Readonly<Record<string, string>> {
  return {
    'result.json': `${JSON.stringify(result, null, 2)}\n`,
    'report.html': renderHtmlPage(result),
    'report.md': renderMarkdown(result),
    'junit.xml': renderJunit(result),
  };
}

export { comparisonWith } from './comparison';
export { readResult } from './readResult';
export { renderHtmlPage } from './htmlPage';
export { renderJunit } from './junit';
export { renderMarkdown } from './markdown';
export { renderText, type TextStyle } from './text';
