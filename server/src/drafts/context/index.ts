export { draftPrompt, type DraftPrompt, type PreparedPrompt, type PromptRequest } from './draftPrompt';
