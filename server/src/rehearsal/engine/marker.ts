/** What the comment of a database says about a database that this tool created. */
export type Marker =
  /** Belongs to a running command; a template in the making is one too. */
  | { readonly kind: 'working'; readonly lease: string }
  /** Left for the person to look at. */
  | { readonly kind: 'kept' }
  /** A finished template; `usedAt` in milliseconds since 1970, `note` what its builder wants to remember. */
  | { readonly kind: 'template'; readonly key: string; readonly usedAt: number; readonly note: string };

/** Every database of ours has a name that starts so; a name alone proves nothing, the marker does. */
export const databasePrefix = 'tenantsafe_';

const commentPrefix = 'tenantsafe ';

/** The comment that marks a database as created by this installation. */
export function writeMarker(installation: string, marker: Marker): string {
  return commentPrefix + JSON.stringify({ installation, ...marker });
}

/** Reads a comment; undefined unless this very installation wrote it. */
export function readMarker(installation: string, comment: string | null): Marker | undefined {
  if (comment?.startsWith(commentPrefix) !== true) return undefined;
  const value = parseObject(comment.slice(commentPrefix.length));
  if (value.installation !== installation) return undefined;
  const { kind, lease, key, usedAt, note } = value;
  if (kind === 'kept') return { kind };
  if (kind === 'working' && typeof lease === 'string') return { kind, lease };
  if (kind === 'template' && typeof key === 'string' && typeof usedAt === 'number')
    return { kind, key, usedAt, note: typeof note === 'string' ? note : '' };
  return undefined;
}

function parseObject(
  text: string,
): Partial<Record<'installation' | 'kind' | 'lease' | 'key' | 'usedAt' | 'note', unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
