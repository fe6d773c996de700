import type { FuncCall, Node } from '@pgsql/types';
import type { Policy } from '../../../project';
import { constantOf, nodeAs, stringsOf } from '../../../sql';
import type { Refused } from './allowedStatements';

/**
 * Settings of the application may be set for the transaction, but not the one that says whose rows are seen. Timeouts are
 * written into the files by this tool; all others change how the server reads or protects.
 */
export function refusedSetting(tree: Node, policy: Policy): readonly Refused[] {
  const set = nodeAs(tree, 'VariableSetStmt');
  if (set === undefined) return clausesOf(tree);
  const name = set.name?.toLowerCase();
  if (name === undefined || set.kind === 'VAR_RESET_ALL') return [refused('all settings')];
  if (name === 'role' || name === 'session_authorization') {
    return [
      { rule: 'draft-changes-roles', message: 'This acts as another role: a draft runs as the runner does.' },
    ];
  }
  const isReset = set.kind === 'VAR_RESET' || set.kind === 'VAR_SET_DEFAULT';
  if (isAllowed(name, policy.tenancy.setting) && (set.is_local === true || isReset)) return [];
  return [refused(name)];
}

/** `set_config('name', value, is_local)`; the name of the setting has to be written as a constant. */
export function refusedSettingCall(call: FuncCall): Refused | undefined {
  if (stringsOf(call.funcname).at(-1) !== 'set_config') return undefined;
  const [first, , local] = call.args ?? [];
  const name = first === undefined ? undefined : constantOf(first);
  if (typeof name !== 'string') return refused('a setting whose name is not written out');
  if (name.toLowerCase() === 'role') {
    return {
      rule: 'draft-changes-roles',
      message: 'This acts as another role: a draft runs as the runner does.',
    };
  }
  const isLocal = local !== undefined && constantOf(local) === 'true';
  return isAllowed(name.toLowerCase(), undefined) && isLocal ? undefined : refused(name);
}

/** Only what an application makes up has a dot; `row_security` can only make a statement fail that would see too little. */
function isAllowed(name: string, tenantSetting: string | undefined): boolean {
  if (name === tenantSetting?.toLowerCase()) return false;
  return name === 'row_security' || name.includes('.');
}

/** The settings that a function sets while it runs. */
function clausesOf(tree: Node): readonly Refused[] {
  const options = [
    ...(nodeAs(tree, 'CreateFunctionStmt')?.options ?? []),
    ...(nodeAs(tree, 'AlterFunctionStmt')?.actions ?? []),
  ];
  return options.flatMap((option) => {
    const name = nodeAs(nodeAs(option, 'DefElem')?.arg, 'VariableSetStmt')?.name?.toLowerCase();
    if (name === undefined || name === 'search_path') return [];
    return [name === 'role' ? { ...refused(name), rule: 'draft-changes-roles' as const } : refused(name)];
  });
}

function refused(name: string): Refused {
  return {
    rule: 'draft-changes-settings',
    message: `A draft may not set ${name}: timeouts are written into its files, and all else belongs to the runner.`,
  };
}
