import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';

/** Chromium's path; `test/e2e/run.ts` sets it. The suites do not run without it. */
export const chromiumPath: string | undefined = process.env['CHROMIUM'];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** Longest that any single wait of a story takes on a busy machine. */
const PATIENCE_MS = 45_000;

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The sandbox with the unchanged product, and a browser in front of it. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** Opens the local Slack, or the estate's page, in a profile of its own. */
  open(where: 'slack' | 'estate', options?: BrowserContextOptions): Promise<Page>;
  /** Sentences that any page wrote to its console as errors, and exceptions. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', headless: true, args: ARGUMENTS });

/** Starts a sandbox whose time is real until a story moves it. */
export async function openStage(browser: Browser): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-browser-'));
  const sandbox = await startSandbox({ port: 0, dataDirectory: null, speed: 1, seed: 1, scenario: null }, directory);
  const complaints: string[] = [];
  const pages: Page[] = [];
  return {
    sandbox,
    complaints,
    async open(where, options = {}) {
      const context = await browser.newContext({ viewport: DESKTOP, locale: 'ko-KR', timezoneId: 'Asia/Seoul', ...options });
      const page = await context.newPage();
      pages.push(page);
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (line) => (line.type() === 'error' ? complaints.push(line.text()) : undefined));
      await page.goto(where === 'slack' ? sandbox.slackUrl : sandbox.estateUrl);
      return page;
    },
    async close() {
      await Promise.all(pages.map((page) => page.context().close()));
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
