import type { CheckDraftResult } from '@tenantsafe/server/protocol';
import { code, codeBlock, plain } from '../flow/markdown';
import type { GroundedAnswer } from './grounding';

export interface ReviewPageParts {
  readonly title: string;
  readonly facts: readonly string[];
  readonly answer: GroundedAnswer;
  /** What the gate says of the suggested statements; undefined where none are suggested. */
  readonly gate: CheckDraftResult['gate'] | undefined;
  readonly model: string;
  readonly usage: string;
}

/** Claims in words, each with the facts that it rests on; fit for a pull request. */
export function reviewPage({ title, facts, answer, gate, model, usage }: ReviewPageParts): string {
  const { claims, dropped, statements } = answer;
  return [
    `# ${plain(title)}`,
    claims.length === 0
      ? 'The model claimed nothing that the facts bear out.'
      : claims
          .map(({ text, facts: named }) => `- ${plain(text)} (${named.map((index) => index + 1).join(', ')})`)
          .join('\n'),
    ...(statements.length === 0 ? [] : suggestion(statements, gate)),
    '## Facts',
    facts.map((fact, index) => `${index + 1}. ${plain(fact)}`).join('\n'),
    `Written by ${code(model)} from these facts. ${droppedText(dropped)}${usage}`,
    '',
  ].join('\n\n');
}

function suggestion(statements: readonly string[], gate: ReviewPageParts['gate']): readonly string[] {
  const found = gate?.stages.flatMap(({ findings }) => findings) ?? [];
  const verdict =
    gate === undefined
      ? 'The gate has not looked at it.'
      : `By the gate, as a migration of its own: ${gate.verdict}${found.length === 0 ? '.' : ', with'}`;
  return [
    '## A safer form, as the model sees it',
    codeBlock(statements.map((each) => each.trim().replace(/;?$/, ';')).join('\n'), 'sql'),
    verdict,
    ...(found.length === 0
      ? []
      : [
          found
            .map(({ severity, rule, message }) => `- ${severity} ${code(rule)}: ${plain(message)}`)
            .join('\n'),
        ]),
  ];
}

function droppedText(dropped: number): string {
  if (dropped === 0) return '';
  return `${dropped === 1 ? 'One claim was' : `${dropped} claims were`} left out for resting on no fact. `;
}
