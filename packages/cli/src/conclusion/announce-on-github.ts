import { appendFile, readFile } from 'node:fs/promises';
import {
  findReportFormat,
  renderAnnotations,
  renderMarkdownSummary,
  type RunConclusion,
} from '@loadcell/core';
import { isCodedError } from '../error-code.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What GitHub takes of a step's summary, bytes; of a longer one it shows nothing. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/** Reasons of the system for which a summary cannot be written; a job's verdict does not hang on it. */
const UNWRITABLE: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EROFS', 'ENOSPC', 'EISDIR']);

/**
 * Tells GitHub Actions what a run came to: annotations, where it runs this, and the report in the summary of the step,
 * where there is one. Both beside stdout, which stays what was asked for. Does nothing elsewhere.
 */
export async function announceOnGithub(
  conclusion: RunConclusion,
  { environment, stderr }: Terminal,
): Promise<void> {
  if (environment['GITHUB_ACTIONS'] === 'true') stderr.write(renderAnnotations(conclusion));
  const file = environment['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return;
  try {
    await appendSummary(conclusion, file);
  } catch (error) {
    if (!isCodedError(error) || !UNWRITABLE.has(error.code)) throw error;
    stderr.write(`The summary of this step was not written: ${error.message}.\n`);
  }
}

async function readSummary(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCodedError(error) && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Appends the report, or what of it there is room for; once, when both `run` and `report` do so in one step. */
async function appendSummary(conclusion: RunConclusion, file: string): Promise<void> {
  const before = await readSummary(file);
  const marker = `<!-- loadcell ${conclusion.report.timestamp} -->\n`;
  if (before.includes(marker)) return;
  const room = SUMMARY_LIMIT_BYTES - Buffer.byteLength(before);
  const whole = await findReportFormat('md')?.render(conclusion);
  const texts = [
    ...(typeof whole === 'string' ? [whole] : []),
    renderMarkdownSummary(conclusion),
    'The report of Loadcell found no room here: it is in the run directory, as report.md.\n',
  ].map((text) => `\n${marker}${text}`);
  const fitting = texts.find((text) => Buffer.byteLength(text) <= room);
  if (fitting !== undefined) await appendFile(file, fitting);
}
