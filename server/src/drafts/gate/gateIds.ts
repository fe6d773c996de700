/** Everything that the gate itself refuses, each with one sentence; the rules of the linter and the checks of a rehearsal have ids of their own. */
export const gateIds = {
  'draft-malformed': 'The object is no draft: a key is missing, unknown, of the wrong type or too large.',
  'draft-engine':
    'The project runs on another database engine than PostgreSQL, whose drafts nobody can judge here.',
  'draft-no-place': 'The project has no folder of migrations that the draft could go to.',
  'draft-syntax-error': 'PostgreSQL’s parser refuses a statement.',
  'draft-several-statements': 'A string holds no statement, or more than one.',
  'draft-client-command': 'A string holds a command of psql or the data of a COPY.',
  'draft-placeholder':
    'A statement has a placeholder that a tool would fill in, so that nobody has judged what will run.',
  'draft-unknown-relation': 'A statement names a table or view that the schema does not have.',
  'draft-unknown-column': 'A statement names a column that its table does not have.',
  'draft-unknown-function': 'A statement calls a function that neither the server nor the schema has.',
  'draft-unknown-type': 'A statement names a type that neither the server nor the schema has.',
  'draft-unknown-operator': 'A statement uses an operator that the server does not have.',
  'draft-unknown-object':
    'A statement names a constraint, an index, a policy, a role or the like that is not there.',
  'draft-refused': 'The server would refuse a statement for what the schema already is.',
  'draft-directive': 'A comment in a statement is a directive to the linter or to a migration tool.',
  'draft-statement-not-allowed': 'The kind of statement is not among those that drafts may have.',
  'draft-transaction-control': 'A statement begins or ends a transaction, which the runner does.',
  'draft-server-files': 'Something reads or writes files of the server.',
  'draft-runs-programs': 'Something runs a program on the server.',
  'draft-network': 'Something opens a connection to another server or database, or publishes rows to one.',
  'draft-administers-server':
    'Something administers the server: its settings, processes, replication or databases.',
  'draft-changes-roles':
    'Something makes, changes or takes on a role, gives one to another, or changes an owner.',
  'draft-changes-settings': 'Something sets a setting that a draft may not set.',
  'draft-extension': 'An extension is not on the short list of those that drafts may create.',
  'draft-language': 'Code is written in a language other than SQL and PL/pgSQL.',
  'draft-unreadable-code': 'The code of a function or block cannot be read, so that nobody can judge it.',
  'draft-dynamic-sql': 'SQL is put together when it runs, in a way that nobody can follow.',
  'draft-function-not-allowed': 'A function is called that drafts may not call.',
  'draft-system-tables': 'A system table or view is read that drafts may not read, or one is written.',
  'draft-disables-row-security': 'Row security of a table is switched off, or no longer holds for its owner.',
  'draft-weakens-policy': 'A table of tenants is less protected by its policies than before.',
  'draft-half-protected':
    'A new table of tenants has row security without what the project’s other tables have: a policy, or FORCE.',
  'draft-disables-triggers': 'Triggers, foreign keys or rules are switched off.',
  'draft-widens-access':
    'A privilege goes to everybody, to a role without access so far, or with the right to pass it on.',
  'draft-security-definer': 'A function runs with its owner’s rights and without a search path of its own.',
  'draft-tenancy': 'The draft assumes another tenancy model than the project’s policy.',
  'draft-outside-tenancy':
    'A statement of the schema model names the schema of one tenant, or leaves the schemas of the project.',
  'draft-destroys-early': 'Rows, columns or tables are destroyed in a phase that is not a contract phase.',
  'draft-verify': 'A verification is not one read-only SELECT.',
  'draft-rollback-differs': 'After phase and rollback the schema is not what it was before.',
  'draft-rollback-loses-data':
    'A rollback that claims to be exact does not bring former rows or values back.',
  'draft-rollback-missing': 'A phase is said to have no way back, and has one.',
  'draft-rollback-unverifiable':
    'A rollback claims to be exact, and what the phase changes cannot be followed.',
  'draft-repair-drops-phase': 'A repair leaves out a phase of the draft that it repairs.',
  'draft-repair-weakens': 'A repair takes a protection away that the draft had.',
  'draft-repair-suppresses': 'A repair adds a comment that suppresses a finding.',
  'draft-not-linted': 'The linter could not judge a file of the draft.',
  'draft-not-rehearsed': 'The rehearsal was asked for and could not be made.',
} as const satisfies Readonly<Record<string, string>>;

export type GateId = keyof typeof gateIds;
