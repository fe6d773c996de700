// The report panel's only script: keeps which report is shown, so that VS Code can restore the panel after a restart.
const vscode = acquireVsCodeApi();
vscode.setState({ evidence: document.body.dataset.evidence });
