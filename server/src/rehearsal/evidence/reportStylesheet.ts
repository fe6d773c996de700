/**
 * The report's style sheet. Colours and fonts are the editor's theme variables where they are there, else a light or
 * a dark set of our own; on paper always the light one. Verdicts differ by sign and word too, never by colour alone.
 */
export const reportStylesheet = `
:root {
  color-scheme: light dark;
  --text: var(--vscode-editor-foreground, light-dark(#1f2328, #d7dce2));
  --faint: var(--vscode-descriptionForeground, light-dark(#59636e, #9aa4b0));
  --ground: var(--vscode-editor-background, light-dark(#ffffff, #16191d));
  --line: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, light-dark(#d1d9e0, #3a4149)));
  --raised: var(--vscode-textCodeBlock-background, light-dark(#f3f5f7, #20252b));
  --passed: var(--vscode-testing-iconPassed, light-dark(#1a7f37, #4ac26b));
  --failed: var(--vscode-editorError-foreground, light-dark(#c4232b, #ff7b72));
  --errored: var(--vscode-editorWarning-foreground, light-dark(#8a5a00, #e3b341));
  --focus: var(--vscode-focusBorder, light-dark(#0969da, #4493f8));
  --mono: var(--vscode-editor-font-family, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
}
body {
  margin: 0;
  color: var(--text);
  background: var(--ground);
  font: var(--vscode-font-size, 14px)/1.5 var(--vscode-font-family, system-ui, sans-serif);
}
.report { max-width: 76rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
h1 { font-size: 1.5em; margin: 0.5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15em; margin: 2rem 0 0.5rem; }
h3 { font-size: 1em; margin: 0 0 0.25rem; }
p { margin: 0.25rem 0; }
code, pre { font-family: var(--mono); font-size: 0.93em; color: inherit; background: none; }
.badge {
  display: inline-block; padding: 0 0.6em; border: 1px solid currentColor; border-radius: 1em;
  font-size: 0.7em; vertical-align: middle; text-transform: uppercase; letter-spacing: 0.05em;
}
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0; }
.facts dt { color: var(--faint); font-size: 0.87em; }
.facts dd { margin: 0; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, pre:focus-visible, summary:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
table { border-collapse: collapse; min-width: 60%; }
caption { text-align: left; color: var(--faint); padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid var(--line); }
tbody th { font-weight: normal; }
thead th { border-bottom-width: 2px; }
table.scorecard { max-width: 60rem; }
.scorecard th { white-space: nowrap; color: var(--faint); }
.meaning { color: var(--faint); font-size: 0.93em; max-width: 65ch; }
.measures { color: var(--faint); }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.badge.passed, td.passed span { color: var(--passed); }
.failed { color: var(--failed); }
.errored { color: var(--errored); }
.skipped { color: var(--faint); }
td.failed, td.errored { font-weight: 600; }
.failure { color: var(--text); border-left: 3px solid var(--failed); padding: 0.1rem 0 0.1rem 0.8rem; margin: 0.8rem 0; }
.failure.errored { border-color: var(--errored); }
pre { background: var(--raised); padding: 0.6rem 0.8rem; overflow-x: auto; margin: 0.5rem 0 0; }
figure { margin: 0.5rem 0; }
figcaption { color: var(--faint); }
svg.timeline { display: block; width: 100%; min-width: 40rem; max-width: 60rem; }
.bar-name { fill: var(--text); font-size: 11px; }
.bar { stroke: var(--text); stroke-width: 0.5; }
.bar.statement { fill: var(--focus); }
.bar.lock { fill: var(--errored); fill-opacity: 0.55; }
.bar.stall { fill: var(--failed); stroke-dasharray: 3 2; }
details { margin: 0.4rem 0; }
summary { cursor: pointer; }
ul { padding-left: 1.2rem; margin: 0.25rem 0; }
@media print {
  :root { color-scheme: light; }
  .report { max-width: none; padding: 0; }
  section, article, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
`;
