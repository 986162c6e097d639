import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where Debian and other systems install Chromium; `CHROMIUM` overrides the path. */
const CHROMIUM = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file !== '' && existsSync(file));

/** Screenshots of every run of these tests, for inspection; ignored by git. */
const ARTEFACTS = fileURLToPath(new URL('../artefacts/', import.meta.url));

/** Why these tests are skipped here; never in CI, where .ci/run installs what is missing. */
export const whySkipped: string | undefined =
  CHROMIUM === undefined && process.env['CI'] === undefined
    ? 'no Chromium: apt-get install chromium, or name one in CHROMIUM'
    : undefined;

/** Timeout of a step that hangs. It judges no speed: a busy machine draws slowly. */
const PATIENCE_MS = 120_000;

/** A report in a browser, with every problem seen while it is read. */
export interface OpenReport {
  readonly page: Page;
  /** Errors and warnings of the console, errors of scripts, and requests to anything but the file. */
  readonly troubles: readonly string[];
}

/** How a report is viewed. */
export interface ReportView {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** URL fragment, without `#`. */
  readonly anchor?: string;
}

/** A browser for all tests of a file. */
export class ReportBrowser {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(): Promise<ReportBrowser> {
    if (CHROMIUM === undefined) {
      throw new Error('There is no Chromium: apt-get install chromium, or name one in CHROMIUM.');
    }
    // The sandbox needs rights that containers lack; the page is trusted.
    return new ReportBrowser(
      await chromium.launch({
        executablePath: CHROMIUM,
        args: ['--no-sandbox'],
        timeout: PATIENCE_MS,
      }),
    );
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Opens a report from disk and waits until its charts are drawn. */
  async open(
    file: string,
    { width = 1440, height = 900, scheme = 'light', anchor = '' }: ReportView = {},
  ): Promise<OpenReport> {
    const context = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const url = pathToFileURL(file).href;
    const troubles: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url) troubles.push(`asked for ${request.url()}`);
    });
    await page.goto(`${url}${anchor === '' ? '' : `#${anchor}`}`);
    await page.locator('footer').waitFor();
    return { page, troubles };
  }
}

/** Saves a screenshot of the whole page, for inspection. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`), fullPage: true });
}
