/** Exactly what the end-to-end tests run in, so that a run today and one next month see the same editor. */
export const versions = {
  /** VS Code's own server, as code-server ships it: 4.139.1 holds VS Code 1.139.1. */
  codeServer: '4.139.1',
  /** Runs VS Code's server, which needs this major version; the tests' own runner needs Node 20 only. */
  node: '24.21.0',
  /** Desktop VS Code, where it can be downloaded. */
  desktop: '1.139.1',
};
