/** Severities of findings, most severe first; `off` in a policy means that a rule does not run. */
export const severities = ['error', 'warning', 'info', 'hint'] as const;
export type Severity = (typeof severities)[number];
