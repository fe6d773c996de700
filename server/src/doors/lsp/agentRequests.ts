import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';
import { agentRuleFiles } from '../../drafts/agentRules';
import { agentTools, CannotAnswer, type Desk } from '../tools';
import { uriOf, type ServedFolder, type ServedFolders } from './folders';
import { inBackground } from './inBackground';
import {
  agentRulesRequest,
  agentToolRequest,
  testProgressNotification,
  type AgentRulesParams,
  type AgentRulesResult,
  type AgentToolParams,
  type AgentToolResult,
  type WireTestEvent,
} from './protocol';
import type { TestRunner } from './testRequests';

/** Answers what an editor asks for agents: the tools that `tenantsafe mcp` serves, and the rules that they read. */
export function serveAgents(connection: Connection, folders: ServedFolders, runTest: TestRunner): void {
  const ending = new AbortController();
  connection.onShutdown(() => ending.abort());

  connection.onRequest(agentToolRequest, async (params: AgentToolParams, token: CancellationToken) => {
    const served = folders.get(params.folderUri);
    if (served === undefined) return noSuchFolder(params.folderUri);
    const call = new AbortController();
    token.onCancellationRequested(() => call.abort());
    const signal = AbortSignal.any([call.signal, ending.signal]);
    const desk = deskFor(
      served,
      signal,
      (job, onEvent) => runTest(job, onEvent, signal),
      (event) => {
        const step = connection.sendNotification(testProgressNotification, {
          runId: params.runId ?? '',
          event,
        });
        inBackground(connection.console, step);
      },
    );
    return answerOf(params, desk);
  });

  connection.onRequest(agentRulesRequest, ({ folderUri }: AgentRulesParams) => {
    const served = folders.get(folderUri);
    return served === undefined ? noSuchFolder(folderUri) : rulesOf(served);
  });
}

async function answerOf({ tool: name, input }: AgentToolParams, desk: Desk): Promise<AgentToolResult> {
  const tool = agentTools.find((each) => each.name === name);
  try {
    if (tool === undefined) throw new CannotAnswer(`There is no tool ${name}.`);
    return { answer: { ...(await tool.call(input, desk)) }, refused: null };
  } catch (error) {
    return { answer: null, refused: error instanceof Error ? error.message : String(error) };
  }
}

function deskFor(
  served: ServedFolder,
  signal: AbortSignal,
  run: (job: Parameters<TestRunner>[0], onEvent: (event: WireTestEvent) => void) => ReturnType<TestRunner>,
  onEvent: (event: WireTestEvent) => void,
): Desk {
  return {
    service: served.service,
    workspace: served.workspace(),
    root: served.folder.root,
    prompts: () => served.prompts(),
    signal,
    testOnFixtureTenants: async ({ file, texts, shapes }) => {
      const params = { uri: uriOf(served, file), tenants: [...shapes], runId: '' };
      const job = { params, folder: served.folder.root, texts: Object.fromEntries(texts) };
      return (await run(job, onEvent)).result;
    },
  };
}

function rulesOf(served: ServedFolder): AgentRulesResult {
  const { files, today } = served.workspace();
  const project = served.service.project({ files, today });
  // They lie in hidden folders, which are not watched.
  for (const { path } of agentRuleFiles(project, files)) served.folder.changedOnDisk(path);
  return {
    files: agentRuleFiles(project, served.workspace().files).map(({ reader, path, text, state }) => ({
      reader,
      uri: uriOf(served, path),
      text,
      state,
    })),
  };
}

function noSuchFolder(uri: string): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestFailed, `${uri} is no open workspace folder: open it first.`);
}
