import { quoted, quotedList } from '../../catalog';
import type { SqlToken } from '../../sql';
import type { ReviewedMigration } from '../model';
import { childColumns, parentColumns, type TenantLink } from './tenantLinks';
import { isKeyword, tokensWithin } from './tokens';

/**
 * A foreign key as it is written, with the tenant columns in both its lists, as a constraint of the table; without the
 * NOT VALID that it may have.
 */
export function compositeText(link: TenantLink, { script }: ReviewedMigration): string {
  let text = '';
  let place = link.declared.span.start;
  for (const change of changesOf(link).toSorted((left, right) => left.start - right.start)) {
    text += script.sql.slice(place, change.start) + change.text;
    place = change.end;
  }
  return text + script.sql.slice(place, link.declared.span.end);
}

/** Whether ON DELETE SET NULL or SET DEFAULT without columns would take the tenant of a composite key away too. */
export function emptiesTenant(link: TenantLink): boolean {
  return onlyOwnColumns(tokensOfKey(link), link.foreignKey.columns).length > 0;
}

interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What has to be put where in the constraint's text to make it composite. */
function changesOf(link: TenantLink): readonly TextChange[] {
  const { declared, childTenant, parentTenant, foreignKey } = link;
  const tokens = tokensOfKey(link);
  const references = tokens.findIndex((token) => isKeyword(token, 'REFERENCES'));
  const [keywordToken, foreignOpen] = [tokens[references], tokens.find((token) => token.text === '(')];
  if (keywordToken === undefined) return [];
  const child: TextChange =
    declared.column === undefined && foreignOpen !== undefined
      ? inserted(foreignOpen.end, `${quoted(childTenant)}, `)
      : inserted(keywordToken.start, `FOREIGN KEY (${quotedList(childColumns(link))}) `);
  const target = tokens.slice(references + 1);
  const nameLength = target[1]?.text === '.' ? 3 : 1;
  const [nameEnd, open] = [target[nameLength - 1], target[nameLength]];
  const parent: TextChange =
    open?.text === '('
      ? inserted(open.end, `${quoted(parentTenant)}, `)
      : inserted(nameEnd?.end ?? keywordToken.end, ` (${quotedList(parentColumns(link))})`);
  return [child, parent, ...onlyOwnColumns(target, foreignKey.columns), ...withoutNotValid(target)];
}

function tokensOfKey({ declared, reviewed }: TenantLink): readonly SqlToken[] {
  return tokensWithin(reviewed.statement, declared.span);
}

/** What names the columns that ON DELETE SET NULL or SET DEFAULT may empty (since version 15). */
function onlyOwnColumns(tokens: readonly SqlToken[], columns: readonly string[]): readonly TextChange[] {
  return tokens.flatMap((token, place) => {
    const [action, next] = [tokens[place + 3], tokens[place + 4]];
    const isOnDelete = isKeyword(token, 'ON') && isKeyword(tokens[place + 1], 'DELETE');
    if (!isOnDelete || !isKeyword(tokens[place + 2], 'SET') || action === undefined) return [];
    return next?.text === '(' ? [] : [inserted(action.end, ` (${quotedList(columns)})`)];
  });
}

function withoutNotValid(tokens: readonly SqlToken[]): readonly TextChange[] {
  return tokens.flatMap((token, place) => {
    const [before, valid] = [tokens[place - 1], tokens[place + 1]];
    if (!isKeyword(token, 'NOT') || !isKeyword(valid, 'VALID')) return [];
    return { start: before?.end ?? token.start, end: valid?.end ?? token.end, text: '' };
  });
}

function inserted(offset: number, text: string): TextChange {
  return { start: offset, end: offset, text };
}
