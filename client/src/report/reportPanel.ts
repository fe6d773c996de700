import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Server } from '../languageClient';
import { messageOf } from '../log';
import { report } from '../requests';
import { reportPage } from './reportPage';

const viewType = 'tenantsafe.report';

/** The one panel that shows a report; opened by the person only, beside the editor. */
export interface ReportPanel {
  /** Shows the report of a folder of evidence. Rejects with one sentence where there is none that can be read. */
  show(evidence: vscode.Uri): Promise<void>;
}

export function createReportPanel(context: vscode.ExtensionContext, server: Server): ReportPanel {
  const media = vscode.Uri.joinPath(context.extensionUri, 'media');
  let panel: vscode.WebviewPanel | undefined;

  const fill = async (into: vscode.WebviewPanel, evidence: vscode.Uri): Promise<void> => {
    const evidenceUri = evidence.toString();
    const rendered = await server.request(report, { evidenceUri });
    into.title = rendered.title;
    into.webview.html = reportPage(rendered, {
      nonce: randomBytes(16).toString('base64url'),
      cspSource: into.webview.cspSource,
      scriptUri: into.webview.asWebviewUri(vscode.Uri.joinPath(media, 'report.js')).toString(),
      evidenceUri,
    });
  };
  const adopt = (adopted: vscode.WebviewPanel): vscode.WebviewPanel => {
    panel = adopted;
    adopted.webview.options = { enableScripts: true, localResourceRoots: [media] };
    adopted.onDidDispose(() => {
      if (panel === adopted) panel = undefined;
    });
    return adopted;
  };
  const restore: vscode.WebviewPanelSerializer = {
    deserializeWebviewPanel: async (restored, state: unknown) => {
      const evidence = evidenceOf(state);
      try {
        if (evidence === undefined) throw new Error('The window kept no report.');
        await fill(adopt(restored), evidence);
      } catch (error) {
        restored.webview.html = `<p>${messageOf(error).replaceAll('<', '&lt;')}</p>`;
      }
    },
  };
  context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(viewType, restore), {
    dispose: () => void panel?.dispose(),
  });

  return {
    show: async (evidence) => {
      if (panel === undefined) {
        const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
        adopt(
          vscode.window.createWebviewPanel(viewType, 'Tenantsafe Report', column, { enableFindWidget: true }),
        );
      } else {
        panel.reveal(undefined, true);
      }
      if (panel !== undefined) await fill(panel, evidence);
    },
  };
}

/** What the panel's script kept with `setState`; anything may stand there. */
function evidenceOf(state: unknown): vscode.Uri | undefined {
  if (typeof state !== 'object' || state === null || !('evidence' in state)) return undefined;
  const { evidence } = state;
  return typeof evidence === 'string' && evidence.startsWith('file:')
    ? vscode.Uri.parse(evidence, true)
    : undefined;
}
