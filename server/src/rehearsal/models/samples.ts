import path from 'node:path';
import picomatch from 'picomatch';
import type { Policy, ProjectFiles } from '../../project';
import type { Sample } from '../generate';

/** The CSV files that `fixtures.sample` of the policy names; a file has its table's name. */
export function samplesOf(policy: Policy, files: ProjectFiles): readonly Sample[] {
  const glob = policy.fixtures.sample;
  if (glob === undefined) return [];
  const isSample = picomatch(glob);
  return files.paths.flatMap((file) => {
    const csv = isSample(file) ? files.text(file) : undefined;
    return csv === undefined ? [] : [{ table: path.posix.basename(file, '.csv'), path: file, csv }];
  });
}
