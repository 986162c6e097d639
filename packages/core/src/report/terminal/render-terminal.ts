import { MIN_STEADY_SHARE } from '../../stats/steady-window.ts';
import type { RenderOptions } from '../report-format.ts';
import type { Conclusion } from '../results/conclude-run.ts';
import type { RunResults } from '../results/run-results.ts';
import { environmentLines } from '../rows/data-quality.ts';
import { glossary } from '../rows/glossary.ts';
import { plainLine } from '../rows/plain-line.ts';
import { settingsLines } from '../rows/settings/settings-lines.ts';
import { targetLine } from '../rows/target-line.ts';
import { findingLines } from './finding-lines.ts';
import { PLAIN_PALETTE } from './palette.ts';
import { phaseBlock, skippedLines } from './phase-block.ts';
import { qualityLines } from './quality-lines.ts';
import { sayOnce } from './say-once.ts';
import { DEFAULT_WIDTH, wrapLine, type TerminalStyle } from './terminal-style.ts';
import { unmeasuredLine } from './unmeasured-line.ts';
import { verdictLines } from './verdict-lines.ts';

const STEADY_STATE =
  'Steady state: the longest segment of a window without a change point in latency or concurrency, ' +
  `if it is at least ${MIN_STEADY_SHARE * 100}% of the window. Metrics and criteria cover full windows.`;

/**
 * A whole conclusion for people at a terminal: the verdict with what was missed, the phases with a table for each stage,
 * the findings, and how reliable the figures are. In brief what was not measured and the data quality are one line each;
 * in full every metric, definition and account is listed. The verdict is repeated below a report that is longer than
 * the screen.
 */
export function renderTerminal(conclusion: Conclusion, options: RenderOptions = {}): string {
  const { palette = PLAIN_PALETTE, width = DEFAULT_WIDTH, height, detail = 'full' } = options;
  const style: TerminalStyle = { palette, width, detail };
  const { results, recommendations } = conclusion;
  const once = detail === 'brief' ? sayOnce(results) : (text: string): string => text;
  const verdict = verdictLines(conclusion, style, once);
  const lines = [
    ...verdict,
    ...results.phases.flatMap((phase) => phaseBlock(phase, style)),
    ...skippedLines(results, style),
    ...findingLines(recommendations, style, once),
    '',
    ...(detail === 'brief' ? briefEnd(conclusion, style) : fullEnd(results, style)),
    ...runLines(conclusion, style),
  ];
  const isLonger = height !== undefined && lines.length >= height;
  return [...lines, ...(isLonger ? ['', ...verdict] : []), ''].join('\n');
}

function briefEnd(conclusion: Conclusion, style: TerminalStyle): string[] {
  return [
    ...qualityLines(conclusion, style),
    ...unmeasuredLine(conclusion.results, style.width).map(style.palette.dim),
  ];
}

function fullEnd(results: RunResults, { palette, width }: TerminalStyle): string[] {
  const lines = [...environmentLines(results), ...settingsLines(results)];
  return [
    ...lines.flatMap((line) => wrapLine(plainLine(line), width, 4).map(palette.dim)),
    '',
    palette.bold('Definitions'),
    ...glossary(results).flatMap(({ name, description, formula }) => [
      ...wrapLine(`  ${name}: ${description}`, width, 4),
      ...wrapLine(`    = ${formula}`, width, 6).map(palette.dim),
    ]),
    ...wrapLine(`  ${STEADY_STATE}`, width, 4),
    '',
  ];
}

/** What was measured and when, for a report that is read on its own. */
function runLines(
  { results: { environment }, report }: Conclusion,
  { palette, width }: TerminalStyle,
): string[] {
  const target = environment === undefined ? [] : [targetLine(environment)];
  const line = [`${plainLine(report.title)}, ${report.timestamp}`, ...target].join(' · ');
  return wrapLine(line, width, 4).map(palette.dim);
}
