import type { ReportResult } from '@tenantsafe/server/protocol';

export interface PageResources {
  /** Of this one page; the style sheet is inline. */
  readonly nonce: string;
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly evidenceUri: string;
}

/**
 * The panel's HTML around a report that the server rendered. Nothing but our script runs in it and nothing is fetched:
 * the content comes from SQL that a stranger may have written, and this holds even if an escape were missing.
 */
export function reportPage({ title, body, stylesheet }: ReportResult, resources: PageResources): string {
  const { nonce, cspSource, scriptUri, evidenceUri } = resources;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src ${cspSource};`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${escaped(nonce)}">${stylesheet}</style>
</head>
<body data-evidence="${escaped(evidenceUri)}">
${body}
<script src="${escaped(scriptUri)}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
