export { readDraftEvidence, type DraftEvidence, type DraftPrompt, type DraftRound } from './draftEvidence';
export { logLine, readDraftLog, type LoggedDraft } from './draftLog';
export { draftStats, type DraftStats } from './draftStats';
export { humanEdits, type HumanEdits } from './humanEdits';
export { migrationRecord, type RecordSources } from './migrationRecord';
export { statsText } from './statsText';
