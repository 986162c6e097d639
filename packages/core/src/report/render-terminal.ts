import CliTable3 from 'cli-table3';
import { formatMs } from '../metric/format-value.ts';
import type { Conclusion } from './conclude-run.ts';
import { glossary } from './glossary.ts';
import { environmentLines, honestyLines } from './honesty.ts';
import { loadCurveLines } from './load-curve-rows.ts';
import { PLAIN_PALETTE, type Palette } from './palette.ts';
import { plainLine } from './plain-line.ts';
import {
  describeEvidence,
  groupRecommendations,
  type RecommendationGroup,
  type Severity,
} from './recommendation.ts';
import type { RenderOptions } from './report-format.ts';
import { reportRows, type ReportRow } from './report-rows.ts';
import type { PhaseResult } from './run-results.ts';

/** Columns when nothing is told of the terminal, and the least that the table needs. */
const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 80;

/** Columns of the table; the remark takes what is left of the width. */
const COLUMNS = { name: 32, value: 12, threshold: 14, status: 6 } as const;

/** A whole conclusion for people at a terminal: every metric with value, unit, threshold and verdict. */
export function renderTerminal(conclusion: Conclusion, options: RenderOptions = {}): string {
  const { results, report, verdict, recommendations } = conclusion;
  const palette = options.palette ?? PLAIN_PALETTE;
  const width = Math.max(MIN_WIDTH, options.width ?? DEFAULT_WIDTH);
  const { status, passedPhases, totalPhases, duration } = report.summary;
  const lines = [
    `${palette.bold(plainLine(report.title))}  ${report.timestamp}`,
    `${mark(status, palette)}  ${passedPhases} of ${totalPhases} phases passed, ${formatMs(duration)}`,
  ];
  if (!verdict.complete) {
    lines.push(
      palette.red(`Incomplete: the run was ${results.status} before its end. It cannot pass.`),
    );
  }
  for (const phase of results.phases) {
    const failures = verdict.phases.find((one) => one.phase === phase.name)?.failures ?? [];
    lines.push(
      '',
      `${palette.bold(plainLine(phase.name))}  ${mark(phase.success ? 'pass' : 'fail', palette)}  ${formatMs(phase.duration)}`,
      ...failures.map(({ error }) => palette.red(`  ! ${plainLine(error.message)}`)),
      table(phase, palette, width),
      ...curveLines(phase),
      ...honestyLines(phase).map((line) => palette.dim(`  ${plainLine(line)}`)),
    );
  }
  for (const error of verdict.errors) lines.push('', palette.red(`! ${plainLine(error.message)}`));
  lines.push(
    '',
    ...environmentLines(results.environment).map((line) => palette.dim(plainLine(line))),
  );
  lines.push('', palette.bold('Definitions'));
  for (const { name, description, formula } of glossary(results)) {
    lines.push(`  ${name}: ${description}`, palette.dim(`    = ${formula}`));
  }
  if (recommendations.length > 0) {
    lines.push('', palette.bold('What to do next'));
    lines.push(
      ...groupRecommendations(recommendations).flatMap((one) => adviceLines(one, palette)),
    );
  }
  return `${lines.join('\n')}\n`;
}

function curveLines({ loadCurve }: PhaseResult): string[] {
  return loadCurve === undefined ? [] : ['', ...loadCurveLines(loadCurve).map((one) => ` ${one}`)];
}

function table(phase: PhaseResult, palette: Palette, width: number): string {
  const fixed = COLUMNS.name + COLUMNS.value + COLUMNS.threshold + COLUMNS.status;
  const made = new CliTable3({
    chars: NO_BORDERS,
    head: ['metric', 'value', 'threshold', '', 'remark'].map(palette.dim),
    colWidths: [
      COLUMNS.name,
      COLUMNS.value,
      COLUMNS.threshold,
      COLUMNS.status,
      Math.max(MIN_WIDTH - fixed, width - fixed),
    ],
    colAligns: ['left', 'right', 'right', 'left', 'left'],
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1 },
    wordWrap: true,
  });
  made.push(...reportRows(phase).map((row) => cells(row, palette)));
  return made.toString().replaceAll(/[ \t]+$/gmu, '');
}

function cells(row: ReportRow, palette: Palette): string[] {
  const isJudged = row.status !== 'unjudged';
  return [
    isJudged ? palette.bold(plainLine(row.name)) : plainLine(row.name),
    row.value,
    row.threshold,
    row.status === 'unjudged' ? '' : mark(row.status, palette),
    row.status === 'fail' ? palette.red(plainLine(row.remark)) : palette.dim(plainLine(row.remark)),
  ];
}

function adviceLines(group: RecommendationGroup, palette: Palette): string[] {
  const { severity, finding, advice, members } = group;
  const said = plainLine(`${finding}. ${advice}`).trimEnd();
  return [
    `  ${bulletOf(severity, palette)} ${said}`,
    ...members.map(({ phase = 'the run', evidence }) =>
      palette.dim(plainLine(`      ${phase}: ${describeEvidence(evidence)}`.replace(/: $/u, ''))),
    ),
  ];
}

function bulletOf(severity: Severity, palette: Palette): string {
  switch (severity) {
    case 'serious':
      return palette.red('●');
    case 'notable':
      return palette.yellow('●');
    case 'hint':
      return palette.dim('○');
  }
}

function mark(status: 'pass' | 'fail', palette: Palette): string {
  return status === 'pass' ? palette.green('pass') : palette.red('FAIL');
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
} as const;
