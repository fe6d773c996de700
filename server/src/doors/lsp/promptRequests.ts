import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';
import { draftPrompt, type PreparedPrompt } from '../../drafts/context';
import {
  blockSnippet,
  choicesFor,
  problemsOfBlock,
  promptBlocksIn,
  proposedValue,
  surroundingsAt,
  valuesOf,
  type PromptSnippet,
  type Surroundings,
} from '../../drafts/prompts';
import { SourceText } from '../../sql';
import { uriOf, type ServedFile, type ServedFolder, type ServedFolders } from './folders';
import {
  draftContextRequest,
  promptSnippetsRequest,
  type DraftContextParams,
  type DraftContextResult,
  type PromptSnippetsParams,
  type PromptSnippetsResult,
  type WirePromptSnippet,
} from './protocol';
import { runSafe } from './runSafe';

/** Answers `tenantsafe/promptSnippets` and `tenantsafe/draftContext`. Both only read. */
export function servePrompts(connection: Connection, folders: ServedFolders): void {
  connection.onRequest(promptSnippetsRequest, (params: PromptSnippetsParams, token: CancellationToken) => {
    const none: PromptSnippetsResult = { snippets: [], problems: [] };
    return runSafe(connection.console, `Prompt snippets of ${params.folderUri}`, token, none, () => {
      const served = folders.get(params.folderUri);
      return served === undefined ? none : snippetsAnswer(served, params.answer ?? 'draft');
    });
  });
  connection.onRequest(draftContextRequest, (params: DraftContextParams, token: CancellationToken) => {
    const file = folders.find(params.uri) ?? folderAsFile(folders.get(params.uri));
    if (file === undefined) {
      const reason = `${params.uri} lies in no open workspace folder: open the folder of its project.`;
      return new ResponseError<never>(LSPErrorCodes.RequestFailed, reason);
    }
    const failed: DraftContextResult = {
      prompt: null,
      problems: ['The prompt could not be made: see the log of the language server.'],
    };
    return runSafe(connection.console, `Prompt for ${params.uri}`, token, failed, () =>
      contextAnswer(file, params.request),
    );
  });
}

/** A form may be about a folder: its next migration is asked for then. */
function folderAsFile(served: ServedFolder | undefined): ServedFile | undefined {
  return served === undefined ? undefined : { served, path: '' };
}

function snippetsAnswer(served: ServedFolder, answer: PromptSnippet['answer']): PromptSnippetsResult {
  const { snippets, problems } = served.prompts();
  const around = surroundingsAt(served.service, served.workspace(), '');
  const { model } = around.policy.tenancy;
  return {
    snippets: snippets
      .filter(
        (snippet) => snippet.answer === answer && (model === undefined || snippet.tenancy.includes(model)),
      )
      .map((snippet) => wireSnippet(snippet, around)),
    problems: problems.map(({ path, span, message }) => ({
      uri: uriOf(served, path),
      range: new SourceText(served.workspace().files.text(path) ?? '').rangeOf(span),
      message,
    })),
  };
}

function wireSnippet(snippet: PromptSnippet, around: Surroundings): WirePromptSnippet {
  const { id, version, title, use, answer, inputs } = snippet;
  return {
    id,
    version,
    title,
    use,
    answer,
    inputs: inputs.map((input) => ({
      key: input.key,
      title: input.title,
      required: input.required,
      proposed: proposedValue(input, around.policy),
      choices: choicesFor(input, new Map(), around).map(({ value }) => value),
    })),
    block: blockSnippet(snippet, around),
  };
}

function contextAnswer(file: ServedFile, request: DraftContextParams['request']): DraftContextResult {
  const { prompt, problems } =
    request.kind === 'form' ? promptOfForm(file, request) : promptOfBlock(file, request.position);
  if (prompt === undefined) return { prompt: null, problems: [...problems] };
  const { snippet, inputs, instructions, schema, answerSchema, ...rest } = prompt;
  return {
    prompt: {
      snippet,
      inputs: { ...inputs },
      instructions,
      schema,
      request: rest.request,
      answerSchema: { ...answerSchema },
      model: rest.model,
      repairs: rest.repairs,
      sha256: rest.sha256,
      schemaSha256: rest.schemaSha256,
      policySha256: rest.policySha256,
    },
    problems: [...problems],
  };
}

function promptOfForm(
  { served, path }: ServedFile,
  { snippet: id, inputs }: Extract<DraftContextParams['request'], { kind: 'form' }>,
): PreparedPrompt {
  const snippet = served.prompts().find(id);
  if (snippet === undefined) return refused(`no prompt snippet is called \`${id}\`: choose one of the list.`);
  const given = new Map(Object.entries(inputs));
  return draftPrompt({ snippet, given, service: served.service, workspace: served.workspace(), path });
}

/** Faults of the block as a text, such as a key that stands there twice, keep the prompt from being made as well. */
function promptOfBlock(
  { served, path }: ServedFile,
  position: { readonly line: number; readonly character: number },
): PreparedPrompt {
  const workspace = served.workspace();
  const source = new SourceText(workspace.files.text(path) ?? '');
  const offset = source.offsetAt(position);
  const block = promptBlocksIn(source.text).find(({ span }) => offset >= span.start && offset <= span.end);
  if (block === undefined) {
    return refused(
      'no prompt block is here: place the cursor in a comment that starts with `/* tenantsafe:draft`.',
    );
  }
  const problems = problemsOfBlock(block, served.prompts(), surroundingsAt(served.service, workspace, path));
  const snippet = served.prompts().find(block.snippet?.id ?? '');
  if (snippet === undefined || problems.some(({ severity }) => severity === 'error')) {
    return { prompt: undefined, problems: problems.map(({ message }) => message) };
  }
  return draftPrompt({ snippet, given: valuesOf(block), service: served.service, workspace, path });
}

function refused(problem: string): PreparedPrompt {
  return { prompt: undefined, problems: [problem] };
}
