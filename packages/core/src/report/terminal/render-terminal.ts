import { shownSuccess, type CriterionVerdict } from '../../verdict/criterion-verdict.ts';
import { formatMs, formatValue } from '../../metric/format/format-value.ts';
import type { MetricDefinition } from '../../metric/metric.ts';
import { shownRun, type RunVerdict } from '../../verdict/run-verdict.ts';
import { cacheVerdict } from '../rows/cache-verdict.ts';
import type { Conclusion } from '../results/conclude-run.ts';
import { glossary } from '../rows/glossary.ts';
import { briefDataQualityLines, environmentLines, dataQualityLines } from '../rows/data-quality.ts';
import { loadCurveLines } from '../rows/load-curve-rows.ts';
import { PLAIN_PALETTE, type Palette } from './palette.ts';
import { plainLine } from '../rows/plain-line.ts';
import {
  describeEvidence,
  describePlace,
  groupRecommendations,
  type RecommendationGroup,
  type Severity,
} from '../findings/recommendation.ts';
import type { RenderOptions } from '../report-format.ts';
import type { PhaseResult, RunResults } from '../results/run-results.ts';
import type { StageResult } from '../results/stage-result.ts';
import { criterionLine, homelessCriteria, notRunLines } from '../rows/stage/absent-lines.ts';
import { stageLines } from '../rows/stage/stage-lines.ts';
import { stageParts } from '../rows/stage/stage-parts.ts';
import { judgedBlock, stageBlock } from './terminal-stage.ts';
import { settingsLines } from '../rows/settings/settings-lines.ts';
import { serverMemoryLines } from '../rows/server-memory-text.ts';
import { targetLine } from '../rows/target-line.ts';
import { mark, metricTable, type TableStyle } from './terminal-table.ts';

/** Columns when nothing is told of the terminal. */
const DEFAULT_WIDTH = 100;

/**
 * A whole conclusion for people at a terminal: every metric with value, unit, threshold and verdict. In brief it ends in
 * the verdict, which is what stands above the prompt, and leaves the definitions to the other formats.
 */
export function renderTerminal(conclusion: Conclusion, options: RenderOptions = {}): string {
  const { palette = PLAIN_PALETTE, width = DEFAULT_WIDTH, detail = 'full' } = options;
  const { results, report, verdict } = conclusion;
  const isBrief = detail === 'brief';
  const { environment } = results;
  return [
    ...(environment === undefined ? [] : [targetLine(environment)]),
    `${palette.bold(plainLine(report.title))}  ${report.timestamp}`,
    ...verdictLines(conclusion, palette),
    ...results.phases.flatMap((phase) => phaseLines(phase, verdict, { palette, width, detail })),
    ...verdict.errors.flatMap((error) => ['', palette.red(`! ${plainLine(error.message)}`)]),
    '',
    ...[...environmentLines(results, detail), ...settingsLines(results, detail)].map((line) =>
      palette.dim(plainLine(line)),
    ),
    ...(isBrief ? [] : definitionLines(results, palette)),
    ...adviceBlock(conclusion, palette),
    ...(isBrief ? closingLines(conclusion, palette) : []),
    '',
  ].join('\n');
}

function verdictLines({ results, report, verdict }: Conclusion, palette: Palette): string[] {
  const { passedPhases, totalPhases, duration } = report.summary;
  return [
    `${mark(shownRun(verdict), palette)}  ${passedPhases} of ${totalPhases} phases passed, ${formatMs(duration)}${cacheRemarkOf(results, palette)}`,
    ...(verdict.complete
      ? []
      : [palette.red(`Incomplete: the run was ${results.status}, so it cannot pass.`)]),
  ];
}

function cacheRemarkOf(results: RunResults, palette: Palette): string {
  const cache = cacheVerdict(results);
  return cache === '' ? '' : `; ${palette.yellow(plainLine(cache))}`;
}

function phaseLines(phase: PhaseResult, verdict: RunVerdict, style: TableStyle): string[] {
  const { palette, detail } = style;
  const failures = verdict.phases.find((one) => one.phase === phase.name)?.failures ?? [];
  const dataQuality = detail === 'full' ? dataQualityLines(phase) : briefDataQualityLines(phase);
  return [
    '',
    `${palette.bold(plainLine(phase.name))}  ${mark(shownSuccess(phase), palette)}  ${formatMs(phase.duration)}`,
    ...failures.map(({ error }) => palette.red(`  ! ${plainLine(error.message)}`)),
    ...metricTable(phase, style),
    ...loadLines(phase, style),
    ...memoryLines(phase),
    ...dataQuality.map((line) => palette.dim(`  ${plainLine(line)}`)),
  ];
}

function definitionLines(results: RunResults, palette: Palette): string[] {
  return [
    '',
    palette.bold('Definitions'),
    ...glossary(results).flatMap(({ name, description, formula }) => [
      `  ${name}: ${description}`,
      palette.dim(`    = ${formula}`),
    ]),
  ];
}

function adviceBlock({ recommendations }: Conclusion, palette: Palette): string[] {
  if (recommendations.length === 0) return [];
  const groups = groupRecommendations(recommendations);
  return [
    '',
    palette.bold('What to do next'),
    ...groups.flatMap((one) => adviceLines(one, palette)),
  ];
}

/** The verdict again, with what failed in each phase: of a long report a terminal shows the end. */
function closingLines(conclusion: Conclusion, palette: Palette): string[] {
  const failed = conclusion.verdict.phases.flatMap(({ phase, criteria, failures }) => {
    const missed = criteria.filter(({ status }) => status === 'fail');
    // What was not measured follows from what failed, where something did.
    const told =
      failures.length === 0 ? missed : missed.filter(({ value }) => !Number.isNaN(value));
    return [
      ...failures.slice(0, 1).map(({ error }) => `${phase}: ${error.message}`),
      ...[...told.filter(isMissed), ...told.filter((one) => !isMissed(one))].map(
        ({ key, stage, unit, value, text }) =>
          `${phase}${stage === undefined ? '' : `, ${stage}`}: ${key} ${missedValue(unit, value)}, ${text}`,
      ),
    ].map((line) => palette.red(plainLine(`  ${line}`)));
  });
  return ['', ...verdictLines(conclusion, palette), ...failed];
}

/** Missed ones come before those that are inconclusive. */
function isMissed(criterion: CriterionVerdict): boolean {
  return criterion.reason !== 'inconclusive';
}

/** A percentile that falls on a request that failed has no time. */
function missedValue(unit: MetricDefinition['unit'], value: number): string {
  return value === Number.POSITIVE_INFINITY ? 'failed' : formatValue(unit, value);
}

/** A block for each stage, a table for each sweep, and what was requested and did not run. */
function loadLines(phase: PhaseResult, style: TableStyle): string[] {
  const { palette, detail } = style;
  const stageStyle = { ...style, shown: phase.shown };
  const details = (stage: StageResult): string[] =>
    detail === 'full'
      ? stageLines(phase, stage).map((line) => palette.dim(`    ${plainLine(line)}`))
      : [];
  return [
    ...stageParts(phase).flatMap((part) =>
      part.kind === 'stage'
        ? [...stageBlock(part.stage, stageStyle), ...details(part.stage)]
        : [
            ...loadCurveLines(part.curve, part.levels).map((line) => `  ${line}`),
            ...part.levels.flatMap((level) => judgedBlock(level, stageStyle)),
          ],
    ),
    ...notRunLines(phase).map((line) => palette.red(`  ${plainLine(line)}`)),
    ...homelessCriteria(phase).map((one) =>
      palette.red(`  FAIL  ${plainLine(criterionLine(one))}`),
    ),
  ];
}

function memoryLines({ serverMemory }: PhaseResult): string[] {
  if (serverMemory === undefined) return [];
  return ['', ...serverMemoryLines(serverMemory).map((line) => `  ${plainLine(line)}`)];
}

function adviceLines(group: RecommendationGroup, palette: Palette): string[] {
  const { severity, finding, advice, members } = group;
  const said = plainLine(`${finding}. ${advice}`).trimEnd();
  return [
    `  ${markOf(severity, palette)}  ${said}`,
    ...members.map((one) =>
      palette.dim(
        plainLine(
          `            ${describePlace(one)}: ${describeEvidence(one.evidence)}`.replace(
            /: $/u,
            '',
          ),
        ),
      ),
    ),
  ];
}

/** A word, so that it survives a pipe. */
function markOf(severity: Severity, palette: Palette): string {
  switch (severity) {
    case 'critical':
      return palette.red('critical');
    case 'warning':
      return palette.yellow('warning ');
    case 'note':
      return palette.dim('note    ');
  }
}
