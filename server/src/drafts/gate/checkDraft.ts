import type { Draft } from '../draft';
import { draftHash } from '../draftHash';
import { placeOf as draftPlaceOf, type DraftPlace, type DraftProject } from '../draftPlace';
import type { GateFinding, GateResult, GateStage } from '../gateResult';
import { readDraft } from '../readDraft';
import { renderDraft, type DraftFile } from '../rendering/renderDraft';
import { factsOf } from './facts';
import { gateFinding, wholeDraft } from './findings';
import { lintFindings } from './lintStage';
import { nameFindings, shapeFindings } from './parseStage';
import { policyFindings } from './policy/policyStage';
import { repairFindings } from './policy/repairs';
import { rehearsalFindings, type RehearseDraft } from './rehearsalStage';
import { walkDraft } from './walk';

export interface CheckRequest extends DraftProject {
  /** What a model or a file gave, not trusted to be a draft. */
  readonly draft: unknown;
  /** The draft that this one repairs. */
  readonly repairs?: unknown;
  /** Absent where nobody asked for a rehearsal. */
  readonly rehearse?: RehearseDraft;
}

export interface CheckedDraft {
  readonly gate: GateResult;
  /** As they would be written; empty where the value is no draft, or has statements that are none. */
  readonly files: readonly DraftFile[];
  readonly questions: readonly string[];
  /** One line each, for a model. */
  readonly facts: readonly string[];
}

/**
 * The gate that every draft passes: parse, policy, lint, and where asked the rehearsal. A stage runs only where those
 * before it have passed. Nothing of a draft is written or run before all of them.
 */
export async function checkDraft(request: CheckRequest): Promise<CheckedDraft> {
  const read = readDraft(request.draft);
  if (read.faults !== undefined) {
    const faults = read.faults.map(({ message, place }) =>
      gateFinding('draft-malformed', spotOf(place), message),
    );
    return checked([stageOf('parse', faults)], [], []);
  }
  const { draft } = read;
  const place = draftPlaceOf(draft, request);
  const obstacle = place === undefined ? noPlace : wrongEngine(place);
  if (place === undefined || obstacle.length > 0)
    return checked([stageOf('parse', obstacle)], [], draft.questions);
  return judged(draft, place, request);
}

async function judged(draft: Draft, place: DraftPlace, request: CheckRequest): Promise<CheckedDraft> {
  const shape = shapeFindings(draft);
  if (shape.some(fails)) return checked([stageOf('parse', shape)], [], draft.questions);
  const walked = walkDraft(draft, place);
  const files = renderDraft(draft, place, draftHash(draft));
  const stages: GateStage[] = [];
  const done = () => checked(stages, files, draft.questions);
  stages.push(stageOf('parse', [...shape, ...nameFindings(draft, walked)]));
  if (hasFailed(stages)) return done();
  stages.push(
    stageOf('policy', [...policyFindings(draft, walked, place), ...ofRepair(draft, place, request)]),
  );
  if (hasFailed(stages)) return done();
  stages.push(stageOf('lint', lintFindings(draft, files, place)));
  if (hasFailed(stages) || request.rehearse === undefined || files.length === 0) return done();
  stages.push(stageOf('rehearsal', rehearsalFindings(draft, await request.rehearse(files))));
  return done();
}

/** A repair is measured by the draft before it, and by what was found in that. */
function ofRepair(draft: Draft, place: DraftPlace, { repairs }: CheckRequest): readonly GateFinding[] {
  if (repairs === undefined) return [];
  const { draft: repaired } = readDraft(repairs);
  if (repaired === undefined) return [];
  const shape = shapeFindings(repaired);
  const asked = shape.length > 0 ? shape : foundIn(repaired, place);
  return repairFindings(draft, repaired, asked, place.policy);
}

function foundIn(draft: Draft, place: DraftPlace): readonly GateFinding[] {
  const walked = walkDraft(draft, place);
  const files = renderDraft(draft, place, draftHash(draft));
  return [
    ...nameFindings(draft, walked),
    ...policyFindings(draft, walked, place),
    ...lintFindings(draft, files, place),
  ];
}

const noPlace: readonly GateFinding[] = [
  gateFinding(
    'draft-no-place',
    wholeDraft,
    'This project has no folder of migrations that a draft could go to: name one under `migrations` in tenantsafe.yaml.',
  ),
];

function wrongEngine({ policy }: DraftPlace): readonly GateFinding[] {
  if (policy.engine === 'postgresql') return [];
  const message = `This project runs on ${policy.engine}, whose statements nobody judges here yet: drafts are for PostgreSQL.`;
  return [gateFinding('draft-engine', wholeDraft, message)];
}

const stageNames = ['parse', 'policy', 'lint', 'rehearsal'] as const;

function checked(
  stages: readonly GateStage[],
  files: readonly DraftFile[],
  questions: readonly string[],
): CheckedDraft {
  const all = stageNames.map(
    (stage): GateStage =>
      stages.find((each) => each.stage === stage) ?? { stage, verdict: 'skipped', findings: [] },
  );
  const verdict = hasFailed(all) ? 'rejected' : 'accepted';
  const gate: GateResult = { formatVersion: 1, verdict, stages: all };
  return { gate, files, questions, facts: factsOf(gate) };
}

function stageOf(stage: GateStage['stage'], findings: readonly GateFinding[]): GateStage {
  return { stage, verdict: findings.some(fails) ? 'failed' : 'passed', findings };
}

function hasFailed(stages: readonly GateStage[]): boolean {
  return stages.some(({ verdict }) => verdict === 'failed');
}

function fails({ severity }: GateFinding): boolean {
  return severity === 'error';
}

/** The phase that a fault of the object itself lies in. */
function spotOf(place: string): typeof wholeDraft {
  const phase = /^phases\[(\d+)\]/.exec(place)?.[1];
  const direction = place.includes('.rollback') ? 'down' : 'up';
  return { ...wholeDraft, phase: phase === undefined ? null : Number(phase), direction };
}
