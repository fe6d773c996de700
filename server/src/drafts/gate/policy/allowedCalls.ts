import { serverFunctionLevel } from '../../../behaviour';
import type { GateId } from '../gateIds';
import { isAggregate } from '../names/unknownNames';

/** Why a function of the server may not be called; undefined where it may. Functions of the schema are not asked here. */
export function refusedCall(name: string): { readonly rule: GateId; readonly message: string } | undefined {
  const family = families.find(({ names }) => names.test(name));
  if (family !== undefined) return { rule: family.rule, message: `${name} ${family.message}` };
  const level = serverFunctionLevel(name);
  if (level === undefined || level === 'immutable' || isAggregate(name)) return undefined;
  if (level === 'stable' ? !deniedStable.test(name) : allowedVolatile.has(name)) return undefined;
  return {
    rule: 'draft-function-not-allowed',
    message: `${name} is not among the functions that drafts may call: do without it.`,
  };
}

/** Functions that reach beyond the rows and the schema of the database, by what they reach. */
const families: readonly { readonly names: RegExp; readonly rule: GateId; readonly message: string }[] = [
  {
    names:
      /^(?:pg_read_|pg_ls_|pg_stat_file$|pg_file_|pg_logdir_ls$|pg_current_logfile$|pg_hba_file|pg_ident_file|pg_show_all_file|lo_|loread$|lowrite$|be_lo|pg_relation_filepath$)/,
    rule: 'draft-server-files',
    message: 'reads or writes files or large objects of the server: a migration needs neither.',
  },
  {
    names: /^(?:dblink|postgres_fdw|pg_logical_|pg_notify$)/,
    rule: 'draft-network',
    message: 'carries data out of the database: keep to its own tables.',
  },
  {
    names:
      /^(?:pg_(?:terminate|cancel)_backend|pg_reload_conf|pg_rotate|pg_promote|pg_switch_wal|pg_wal_|pg_create_|pg_drop_|pg_replication_|pg_copy_|pg_sync_|pg_backup_|pg_start_backup|pg_stop_backup|pg_export_snapshot|pg_prewarm|autoprewarm|pg_buffercache|binary_upgrade|pg_import_|pg_restore_|pg_clear_|pg_log_|pg_truncate_visibility|heap_force|pg_stat_reset|pg_stat_force|pg_nextoid|pg_stop_making)/,
    rule: 'draft-administers-server',
    message: 'administers the server: that is nothing for a migration.',
  },
  {
    names:
      /(?:_to_xml|_to_xmlschema|_to_xml_and_xmlschema)$|^(?:ts_stat|ts_rewrite|crosstab|connectby|xpath_table|xslt_process)/,
    rule: 'draft-dynamic-sql',
    message: 'runs a text as SQL, which nobody can judge: write the query itself.',
  },
];

/** Stable functions tell of the server and of other sessions. */
const deniedStable =
  /^(?:pg_stat_|pg_show_|pg_config$|pg_settings|pg_tablespace|pg_event_trigger|inet_|pg_prepared|pg_cursor$|pg_get_replication|pg_get_publication|fmgr_)/;

/** What volatile functions a migration has use for. */
const allowedVolatile: ReadonlySet<string> = new Set([
  'clock_timestamp',
  'currval',
  'gen_random_bytes',
  'gen_random_uuid',
  'lastval',
  'nextval',
  'pg_advisory_lock',
  'pg_advisory_unlock',
  'pg_advisory_xact_lock',
  'pg_database_size',
  'pg_indexes_size',
  'pg_relation_size',
  'pg_sequence_last_value',
  'pg_sleep',
  'pg_table_size',
  'pg_total_relation_size',
  'pg_try_advisory_lock',
  'pg_try_advisory_xact_lock',
  'random',
  // Which setting is looked at by itself.
  'set_config',
  'setseed',
  'setval',
  'timeofday',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuid_generate_v4',
  'uuidv4',
  'uuidv7',
]);
