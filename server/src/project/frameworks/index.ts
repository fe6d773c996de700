import type { FrameworkId } from '../policyModel';
import { flyway } from './flyway';
import type { Framework } from './framework';
import { plain } from './plain';
import { supabase } from './supabase';

/** Every framework whose folders can be read, the ones with the most particular names first. */
export const frameworks: readonly Framework[] = [flyway, supabase, plain];

export function frameworkById(id: FrameworkId): Framework | undefined {
  return frameworks.find((framework) => framework.id === id);
}

/** The framework whose file names these are. */
export function frameworkOf(paths: readonly string[]): Framework | undefined {
  return frameworks.find((framework) => framework.recognises(paths));
}
