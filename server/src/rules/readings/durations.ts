/**
 * A timeout as PostgreSQL reads it, in milliseconds: `2s`, `1.5 min`, a bare number of milliseconds. Undefined for what is
 * no duration, such as a placeholder (manual, section "Parameter Names and Values").
 */
export function millisecondsOf(value: string): number | undefined {
  const [, amount, unit = 'ms'] = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*(us|ms|s|min|h|d)?\s*$/.exec(value) ?? [];
  const factor = milliseconds[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

const milliseconds: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
