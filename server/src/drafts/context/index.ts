export { draftPrompt, type DraftPrompt, type PreparedPrompt, type PromptRequest } from './draftPrompt';
export { schemaContext, type SchemaContext } from './schemaContext';
