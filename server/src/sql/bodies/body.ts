import type { Node } from '@pgsql/types';
import type { Span } from '../source';
import type { Statement } from '../statement';

/** What a DO block, a function or a procedure runs, as far as it can be read. */
export interface RoutineBody {
  readonly language: 'plpgsql' | 'sql';
  /** The code between its quotes, in the file. */
  readonly span: Span;
  readonly steps: readonly BodyStep[];
}

/** One thing after the other, as the code does them. */
export type BodyStep =
  | {
      readonly kind: 'sql';
      /** With the targets of INTO blanked and PERFORM read as SELECT; every offset in it is true. */
      readonly statement: Statement;
    }
  | ExecuteStep
  | {
      readonly kind: 'expression';
      readonly expression: BodyExpression;
      /** The variable that gets its value, such as `new` and `tenant_id`; undefined where none does. */
      readonly target: readonly string[] | undefined;
    }
  | {
      readonly kind: 'choice';
      /** IF and ELSIF, or the WHEN arms of a CASE. */
      readonly branches: readonly Branch[];
      /** ELSE; undefined where there is none. */
      readonly otherwise: readonly BodyStep[] | undefined;
    }
  | {
      readonly kind: 'loop';
      readonly over: LoopSource;
      readonly steps: readonly BodyStep[];
      /** The steps of each turn, where the code spells out what it goes over and EXECUTE makes use of that. */
      readonly rounds?: readonly (readonly BodyStep[])[];
    }
  | {
      readonly kind: 'block';
      readonly steps: readonly BodyStep[];
      /** The arms of EXCEPTION; what the steps have changed is undone before one of them runs. */
      readonly handlers: readonly ExceptionHandler[];
    }
  /** RETURN, EXIT and CONTINUE, perhaps WHEN a condition holds. */
  | { readonly kind: 'leave'; readonly condition: BodyExpression | undefined }
  /** RAISE of an error, which ends the statement around the body unless a handler catches it. */
  | { readonly kind: 'raise' };

/** EXECUTE of a string that the code puts together. */
export interface ExecuteStep {
  readonly kind: 'execute';
  /** The expression that gives the string. */
  readonly expression: BodyExpression;
  readonly span: Span;
  readonly executed: ExecutedSql;
}

export type ExecutedSql =
  /** The string is the same each time: its statements can be read as if they were written in the body. */
  | { readonly kind: 'constant'; readonly statements: readonly Statement[] }
  /** The string has holes that values fill, but what is around them tells what is done. */
  | { readonly kind: 'template'; readonly template: SqlTemplate }
  | { readonly kind: 'unknown' };

export interface SqlTemplate {
  /** The string with `…` for each hole. */
  readonly text: string;
  /** Trees of its statements; names that a hole fills are those for which `isHole` says so. */
  readonly trees: readonly Node[];
  /** Holes whose value goes into the string as it is: no `%I`, `%L` or quoting function keeps it one name or one constant. */
  readonly unquoted: readonly UnquotedHole[];
}

export interface UnquotedHole {
  /** The name that stands for it in the trees, perhaps as a part of a longer one. */
  readonly name: string;
  /** The `s` of a directive of `format`, or an operand of `||` that is a variable; undefined for anything else. */
  readonly written: { readonly as: 'directive' | 'operand'; readonly span: Span } | undefined;
}

export interface Branch {
  readonly condition: BodyExpression;
  /** Simple CASE compares a value with the condition instead of testing it. */
  readonly test: 'condition' | 'equality';
  readonly steps: readonly BodyStep[];
}

export type LoopSource =
  | { readonly kind: 'query'; readonly query: Statement }
  | { readonly kind: 'dynamic query'; readonly execute: ExecuteStep }
  | { readonly kind: 'array' | 'while'; readonly expression: BodyExpression }
  | { readonly kind: 'range' | 'cursor' | 'endless' };

export interface ExceptionHandler {
  /** Condition names such as `duplicate_object` or `others`, and SQLSTATE codes. */
  readonly conditions: readonly string[];
  readonly steps: readonly BodyStep[];
}

/** An expression of the code, which the server evaluates as a query. */
export interface BodyExpression {
  readonly span: Span;
  /**
   * `SELECT expression`. Its span starts as many characters before the expression as SELECT is long, so that the offsets
   * of all that belongs to the expression are true.
   */
  readonly query: Statement;
}

/** Under which circumstances a statement of a body runs, each within the one before. */
export type Circumstance =
  /** Whether the condition has to hold; ELSE runs where none of several does. */
  | { readonly kind: 'condition'; readonly condition: BodyExpression; readonly holds: boolean }
  | { readonly kind: 'loop'; readonly over: LoopSource }
  /** An error of these conditions is caught, and what the block did is undone. */
  | { readonly kind: 'protected'; readonly conditions: readonly string[] }
  | { readonly kind: 'handler'; readonly conditions: readonly string[] }
  /** The statement is the text of an EXECUTE. */
  | { readonly kind: 'executed'; readonly span: Span }
  /** An earlier step may have left the code or the loop. */
  | { readonly kind: 'not left before' };
