// What a person does in a window, for suites that run inside of it and cannot reach its page: POST /answer, POST /press.
import { createServer } from 'node:http';

const limitMs = 20_000;

const deeds = {
  /**
   * Types into the quick input that is open, or opens within the limit, and confirms it. With several lines the first one
   * is the title of the input that is meant: one input takes the place of another without closing.
   */
  async answer(page, given) {
    const lines = given.split('\n');
    const [title, text] = lines.length > 1 ? lines : ['', ...lines];
    const widget = page.locator('.quick-input-widget:visible', { hasText: title });
    const input = widget.locator('.quick-input-box input');
    await input.waitFor({ timeout: limitMs });
    await input.fill(text);
    await input.press('Enter');
  },
  /** Presses the button of a notification. A window under test shows them in the notification centre only. */
  async press(page, label) {
    const centre = page.locator('.notifications-center:visible');
    const button = centre.locator('.monaco-button', { hasText: new RegExp(`^${label}$`) });
    const expand = centre.locator('.codicon-notifications-expand');
    const deadline = Date.now() + limitMs;
    while (Date.now() < deadline) {
      if ((await button.count()) > 0) return button.first().click();
      if ((await centre.count()) === 0) await page.locator('[id="status.notifications"]').click();
      else if ((await expand.count()) > 0)
        // The list is drawn anew whenever a notification comes or changes, under the hand that reaches for it.
        await expand
          .first()
          .click({ force: true, timeout: 500 })
          .catch(() => undefined);
      await page.waitForTimeout(50);
    }
    throw new Error(`No notification has the button ${label}: ${await centre.allInnerTexts()}`);
  },
};

/** Starts to listen on 127.0.0.1; the page comes later. */
export async function startPerson() {
  let page;
  const server = createServer(async (request, response) => {
    try {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += chunk;
      const deed = deeds[request.url.slice(1)];
      if (deed === undefined || page === undefined) throw new Error(`Nobody can do ${request.url} here.`);
      await deed(page, text);
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    sitDownAt: (opened) => (page = opened),
    leave: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
