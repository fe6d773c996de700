import type { DropStmt } from '@pgsql/types';
import { nameOfParts, nodeAs } from '../../sql';
import type { Catalog } from '../model';
import { resolveRoutine } from '../query/resolve';
import { refuse } from '../refusal';
import { removeObjects } from '../removal/remove';
import type { Change } from './change';
import { matching } from './routines';

/** DROP FUNCTION and its like. What hangs on a function is followed where the last of its overloads goes. */
export const dropRoutines: Change<DropStmt> = (catalog, statement) =>
  (statement.objects ?? []).reduce((result: Catalog, node) => {
    const written = nodeAs(node, 'ObjectWithArgs');
    const name = resolveRoutine(
      result,
      nameOfParts(written?.objname) ?? refuse('the statement names no function'),
    );
    const dropped = matching(result, name, written);
    if (dropped.length === 0) {
      return statement.missing_ok === true ? result : refuse(`function "${name}" does not exist`);
    }
    const staying = (result.routines.get(name) ?? []).filter((routine) => !dropped.includes(routine));
    if (staying.length > 0) return { ...result, routines: result.routines.set(name, staying) };
    const behavior = statement.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
    return removeObjects(result, [{ kind: 'routine', name }], behavior);
  }, catalog);
