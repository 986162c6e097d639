#!/usr/bin/env node
/**
 * Makes the pictures of the README and the guide from a real run on a server:
 *   node scripts/hosts.mjs start vllm --port 8000
 *   node scripts/docs/pictures.mjs [RUN_DIR]
 * With a run directory, it draws that run and needs no server. It needs Chromium, or its path in CHROMIUM.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { drawTerminal } from './pictures/terminal-svg.mjs';

const ROOT = path.join(import.meta.dirname, '../..');
const LOADCELL = path.join(ROOT, 'packages/cli/bin/loadcell.js');
const PICTURES = path.join(ROOT, 'docs/public/pictures');
const COLUMNS = 100;

/** The README shows this command with its output. */
const RUN = [
  'run --url http://127.0.0.1:8000 --pid auto',
  "--concurrency 1 --concurrency 4 --concurrency 16 --requests 300 --criterion 'ttft.p95<=50ms'",
];

/** Size of the first screen of a common laptop. */
const SCREEN = { width: 1280, height: 800 };

function loadcell(command, folder) {
  const { stdout, stderr, status } = spawnSync(
    'sh',
    ['-c', `exec "$0" "$1" --color always ${command}`, process.execPath, LOADCELL],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, COLUMNS: String(COLUMNS) } },
  );
  // A verdict is a result; exit codes 2 and 3 mean that there is nothing to draw.
  if (status === 2 || status === 3) throw new Error(`loadcell ${command} failed:\n${stderr}`);
  return stdout;
}

async function drawPage(runDirectory, scheme, file) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({
      viewport: SCREEN,
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    await page.goto(pathToFileURL(path.join(runDirectory, 'report.html')).href);
    await page.locator('footer').waitFor();
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-pictures-'));
try {
  const given = process.argv[2];
  if (given === undefined) loadcell(RUN.join(' '), folder);
  const runDirectory = path.resolve(given ?? path.join(folder, 'loadcell-results/latest'));
  const report = loadcell(`report '${runDirectory}'`, folder);
  mkdirSync(PICTURES, { recursive: true });
  const shown = `\u001B[2m$ loadcell ${RUN.join(' \\\n    ')}\u001B[0m\n\n${report}`;
  writeFileSync(path.join(PICTURES, 'terminal.svg'), drawTerminal(shown, COLUMNS));
  await drawPage(runDirectory, 'light', path.join(PICTURES, 'page.png'));
  await drawPage(runDirectory, 'dark', path.join(PICTURES, 'page-dark.png'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
