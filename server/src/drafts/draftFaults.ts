import type { Draft, DraftPhase } from './draft';

/** Something in a draft that does not hold. */
export interface DraftFault {
  /** Such as `phases[1].rollback.kind`; empty for the draft as a whole. */
  readonly place: string;
  /** One sentence that names the place and the remedy. */
  readonly message: string;
}

/** Far above what a migration needs; what is larger is a mistake or an attack on whoever has to read it. */
const most = { phases: 12, statements: 200, characters: 100_000, words: 2_000, titleWords: 120 } as const;

const order: readonly DraftPhase['phase'][] = ['expand', 'backfill', 'contract'];

/** What the schema of a model's answer cannot say of a draft. */
export function faultsOfDraft(draft: Draft): readonly DraftFault[] {
  return [
    ...faultsOfWhole(draft),
    ...outOfOrder(draft),
    ...draft.phases.flatMap((phase, index) => [...faultsOfPhase(phase, `phases[${String(index)}]`)]),
    ...tooLong(draft),
  ];
}

function* faultsOfWhole({ title, intent, phases, questions }: Draft): Iterable<DraftFault> {
  if (phases.length === 0 && questions.length === 0)
    yield fault('phases', 'phases is empty and questions too: propose a phase, or ask what has to be known.');
  if (title.trim() === '') yield fault('title', 'title is empty: name the change in a few words.');
  if (/[\r\n]/.test(title) || title.length > most.titleWords)
    yield fault(
      'title',
      `title is longer than a name: use one line of ${String(most.titleWords)} characters.`,
    );
  if (intent.trim() === '')
    yield fault('intent', 'intent is empty: say in a sentence what the change is for.');
  if (phases.length > most.phases)
    yield fault('phases', `phases has ${String(phases.length)} entries: ${String(most.phases)} is the most.`);
}

function outOfOrder({ phases }: Draft): readonly DraftFault[] {
  return phases.flatMap(({ phase }, index) => {
    const before = phases[index - 1]?.phase;
    if (before === undefined || order.indexOf(phase) >= order.indexOf(before)) return [];
    const place = `phases[${String(index)}].phase`;
    return [
      fault(place, `${place} is ${phase} after ${before}: phases go from expand over backfill to contract.`),
    ];
  });
}

function* faultsOfPhase({ statements, verify, rollback }: DraftPhase, place: string): Iterable<DraftFault> {
  if (statements.length === 0)
    yield fault(
      `${place}.statements`,
      `${place}.statements is empty: leave the phase out, or say what it does.`,
    );
  const count = statements.length + verify.length + rollback.statements.length;
  if (count > most.statements)
    yield fault(place, `${place} has ${String(count)} statements: ${String(most.statements)} is the most.`);
  yield* faultsOfRollback(rollback, `${place}.rollback`);
}

function* faultsOfRollback(
  { kind, statements, dataLossReason }: DraftPhase['rollback'],
  place: string,
): Iterable<DraftFault> {
  const hasReason = dataLossReason !== null && dataLossReason.trim() !== '';
  switch (kind) {
    case 'exact':
      if (hasReason)
        yield fault(
          `${place}.dataLossReason`,
          `${place} is exact and gives a reason for loss: make it lossy, or set dataLossReason to null.`,
        );
      if (statements.length === 0)
        yield fault(
          `${place}.statements`,
          `${place} is exact and empty: write its statements, or say why there is no way back.`,
        );
      return;
    case 'lossy':
      if (!hasReason)
        yield fault(
          `${place}.dataLossReason`,
          `${place} is lossy without a dataLossReason: name what does not come back.`,
        );
      if (statements.length === 0)
        yield fault(
          `${place}.statements`,
          `${place} is lossy and empty: write its statements, or make it forward-only.`,
        );
      return;
    case 'forward-only':
      if (statements.length > 0)
        yield fault(
          `${place}.statements`,
          `${place} is forward-only and has statements: make it exact or lossy, or leave them out.`,
        );
      return;
  }
}

function* tooLong(draft: Draft): Iterable<DraftFault> {
  for (const [place, text] of textsOf(draft)) {
    const isSql = /statements|verify/.test(place);
    const limit = isSql ? most.characters : most.words;
    if (text.length > limit)
      yield fault(place, `${place} has ${String(text.length)} characters: ${String(limit)} is the most.`);
  }
}

function* textsOf(draft: Draft): Iterable<readonly [place: string, text: string]> {
  yield ['intent', draft.intent];
  for (const key of ['assumptions', 'questions', 'tablesTouched', 'estimates'] as const)
    yield* placed(key, draft[key]);
  for (const [index, { statements, verify, rollback, compatibility }] of draft.phases.entries()) {
    const place = `phases[${String(index)}]`;
    yield* placed(`${place}.statements`, statements);
    yield* placed(`${place}.verify`, verify);
    yield* placed(`${place}.rollback.statements`, rollback.statements);
    yield [`${place}.rollback.dataLossReason`, rollback.dataLossReason ?? ''];
    yield [`${place}.compatibility`, compatibility];
  }
}

function placed(place: string, texts: readonly string[]): (readonly [string, string])[] {
  return texts.map((text, index) => [`${place}[${String(index)}]`, text]);
}

function fault(place: string, message: string): DraftFault {
  return { place, message };
}
