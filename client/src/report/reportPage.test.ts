import { describe, expect, it } from 'vitest';
import { reportPage } from './reportPage';

const resources = {
  nonce: 'abc123',
  cspSource: 'https://webview.example',
  scriptUri: 'https://webview.example/media/report.js',
  evidenceUri: 'file:///w/.tenantsafe/evidence/"><b>',
};

describe('reportPage', () => {
  const page = reportPage(
    { title: '<V1>: failed', body: '<main>content</main>', stylesheet: 'b { }' },
    resources,
  );

  it('admits its own style and script, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
    expect(policy).toBe(
      'default-src &#39;none&#39;; style-src &#39;nonce-abc123&#39;; script-src https://webview.example;',
    );
    expect(page).toContain('<style nonce="abc123">b { }</style>');
  });

  it('escapes what is not markup', () => {
    expect(page).toContain('<title>&lt;V1&gt;: failed</title>');
    expect(page).toContain('data-evidence="file:///w/.tenantsafe/evidence/&quot;&gt;&lt;b&gt;"');
  });

  it('says its language and holds the report', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<main>content</main>');
  });
});
