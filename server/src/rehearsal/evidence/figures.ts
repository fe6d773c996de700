/** How figures are written for people, the same in every form of the evidence. */

export function milliseconds(value: number | null): string {
  if (value === null) return '–';
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} ms`;
}

export function bytes(value: number | null): string {
  if (value === null) return '–';
  if (value < 1024) return `${value} B`;
  if (value < 1024 * 1024) return `${(value / 1024).toFixed(1)} kB`;
  return `${(value / 1024 / 1024).toFixed(1)} MB`;
}

export function count(value: number): string {
  return value.toLocaleString('en');
}

/** Seconds, with as many digits as an estimate can bear. */
export function seconds(value: number): string {
  if (value >= 120) return `${count(Math.round(value / 60))} min`;
  return value < 1 ? milliseconds(Math.round(value * 1000)) : `${value.toFixed(value < 10 ? 1 : 0)} s`;
}
