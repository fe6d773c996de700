import type { Comparison } from '../result';

/** The comparison with the last evidence as a sentence that introduces its list of changes. */
export function comparisonSentence({ lastRun, changedInputs, changes }: Comparison): string {
  const when = `${lastRun.slice(0, 16).replace('T', ' ')} UTC`;
  const inputs =
    changedInputs.length === 0 ? 'from the same inputs' : `with another ${listed(changedInputs)}`;
  const outcome = changes.length === 0 ? 'nothing worth naming came out differently.' : 'this changed:';
  return `Since the run of ${when}, ${inputs}, ${outcome}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
