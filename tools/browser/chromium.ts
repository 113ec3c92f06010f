import { chromium, type Browser, type Page } from 'playwright-core';

/** Debian's Chromium, with a profile of its own that goes when it is closed. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface PageRecord {
  /** Address of everything that the page asked for, itself first. */
  readonly requests: readonly string[];
  /** Warnings and errors of the console, uncaught errors, failed requests and dialogs. */
  readonly problems: readonly string[];
}

/** Writes down from now on what a page asks for and what goes wrong in it. */
export function recordPage(page: Page): PageRecord {
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('requestfailed', (request) => problems.push(`request failed: ${request.url()}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`console.${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`${dialog.type()}: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { requests, problems };
}
