import type { RehearsalResult } from '../result';
import { renderReportBody, reportStylesheet, reportTitle } from './html';
import { html } from './markup';

/** The report as a page of its own: self-contained, no script, nothing from elsewhere. */
export function renderHtmlPage(result: RehearsalResult): string {
  const head = html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta
      http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
    />
    <title>${reportTitle(result)}</title>`;
  return `<!doctype html>
<html lang="en">
  <head>
    ${head.text}
    <style>
${reportStylesheet}
    </style>
  </head>
  <body>
    ${renderReportBody(result)}
  </body>
</html>
`;
}
