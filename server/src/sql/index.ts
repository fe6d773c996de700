export { SourceText, utf16OffsetOf, type Position, type Range, type Span } from './source';
export { splitSql, type Comment, type Segment } from './split';
export { countStatements, loadPostgresParser, parsePostgres, type PostgresSyntaxError } from './postgres';
export { scanSql, type SqlToken } from './scan';
export {
  commaSeparatedSpans,
  offsetInFile,
  parseSqlFile,
  statementHolding,
  tokensOf,
  type EarlierStatements,
  type SqlFile,
  type Statement,
} from './statement';
export {
  constantOf,
  kindOf,
  nameOfParts,
  nameOfRangeVar,
  nodeAs,
  rangeVarsIn,
  relationsNamedIn,
  prettySqlOf,
  sqlOf,
  stringsOf,
  typeOf,
  walk,
  type NodeKind,
  type NodeOf,
  type WrittenName,
  type WrittenType,
} from './tree';
export { bodyOf } from './bodies/bodyOf';
export { queriesIn } from './bodies/queries';
export { isHole, withoutHoles } from './bodies/template';
export type {
  BodyExpression,
  BodyStep,
  Branch,
  Circumstance,
  ExceptionHandler,
  ExecutedSql,
  ExecuteStep,
  LoopSource,
  RoutineBody,
  SqlTemplate,
  UnquotedHole,
} from './bodies/body';
