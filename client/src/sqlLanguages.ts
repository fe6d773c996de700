/**
 * Language ids under which SQL files of migrations are opened: VS Code's own `sql` (which its user interface calls
 * "MS SQL"), and those of extensions that claim `.sql` for themselves.
 */
export const sqlLanguages = ['sql', 'postgres', 'postgresql', 'pgsql', 'plpgsql', 'jinja-sql'] as const;
