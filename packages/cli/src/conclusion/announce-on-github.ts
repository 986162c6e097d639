import { appendFile, readFile } from 'node:fs/promises';
import {
  findReportFormat,
  renderAnnotations,
  renderMarkdownSummary,
  type RunConclusion,
} from '@loadcell/core';
import { fileReason, isCodedError } from '../error-code.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Maximum length of a step summary, bytes; GitHub shows nothing of a longer one. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/** System errors after which a summary is skipped: the verdict of a job does not depend on it. */
const UNWRITABLE: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EROFS', 'ENOSPC', 'EISDIR']);

/**
 * Announces the result of a run on GitHub Actions: annotations on stderr, and the report in the summary of the step. Stdout
 * is left to the requested output. Does nothing outside of GitHub Actions.
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
    stderr.write(`Step summary not written: ${fileReason(error)}\n`);
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

/** Appends the report, or the longest version that fits; once per run, even if both `run` and `report` are in one step. */
async function appendSummary(conclusion: RunConclusion, file: string): Promise<void> {
  const before = await readSummary(file);
  const marker = `<!-- loadcell ${conclusion.report.timestamp} -->\n`;
  if (before.includes(marker)) return;
  const room = SUMMARY_LIMIT_BYTES - Buffer.byteLength(before);
  const whole = await findReportFormat('md')?.render(conclusion);
  const texts = [
    ...(typeof whole === 'string' ? [whole] : []),
    renderMarkdownSummary(conclusion),
    'The Loadcell report is too long for this summary. See report.md in the run directory.\n',
  ].map((text) => `\n${marker}${text}`);
  const fitting = texts.find((text) => Buffer.byteLength(text) <= room);
  if (fitting !== undefined) await appendFile(file, fitting);
}
