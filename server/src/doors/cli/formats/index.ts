import type { Format } from './format';

/** How findings can be written; a format is loaded when it is asked for, for some need all rules. */
export const lintFormats = {
  text: async () => (await import('./text')).textFormat,
  json: async () => (await import('./json')).jsonFormat,
  sarif: async () => (await import('./sarif')).sarifFormat,
  github: async () => (await import('./github')).githubFormat,
  junit: async () => (await import('./junit')).junitFormat,
} satisfies Record<string, () => Promise<Format>>;

export type LintFormat = keyof typeof lintFormats;
