import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RUN_FILES, shellWord } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { findRun } from '../conclusion/find-run.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { printable } from '../terminal/printable.ts';
import { shownPath } from '../terminal/shown-path.ts';
import { UsageError } from '../usage-error.ts';
import { browserCalls, type BrowserCall } from './browsers.ts';
import { startBrowser } from './start-browser.ts';

/** Tries programs one after another. */
async function openWithAny(calls: readonly BrowserCall[]): Promise<boolean> {
  const [call, ...others] = calls;
  if (call === undefined) return false;
  return (await startBrowser(call)) || openWithAny(others);
}

/**
 * Opens the page of a run from disk; without a browser, prints its path.
 * @throws {UsageError} when the run has no page
 */
export async function openReport({ operands, terminal }: Invocation): Promise<ExitCode> {
  const { workingDirectory, environment, stdout, stderr } = terminal;
  const typed = operands[0] ?? '.';
  const file = path.join(findRun(typed, workingDirectory), RUN_FILES.html);
  if (!existsSync(file)) {
    throw new UsageError(`"${typed}" has no ${RUN_FILES.html}`, {
      help: `write it: loadcell report ${shellWord(typed)} --format html`,
    });
  }
  const calls = browserCalls(pathToFileURL(file).href, { platform: process.platform, environment });
  if (await openWithAny(calls)) {
    stderr.write(`Opened ${printable(shownPath(file, terminal))} in the browser.\n`);
  } else {
    stderr.write('No browser opened. Open this file, or set BROWSER:\n');
    stdout.write(`${file}\n`);
  }
  return EXIT_CODES.pass;
}
