import { formatBytes, formatMs } from '../../metric/format/format-value.ts';
import { shownSuccess } from '../../verdict/criterion-verdict.ts';
import type { PhaseResult, RunResults } from '../results/run-results.ts';
import type { StageResult } from '../results/stage-result.ts';
import { dataQualityLines } from '../rows/data-quality.ts';
import { loadCurveLines } from '../rows/load-curve-rows.ts';
import { plainLine } from '../rows/plain-line.ts';
import { serverMemoryLines } from '../rows/server-memory-text.ts';
import { criterionLine, homelessCriteria, notRunLines } from '../rows/stage/absent-lines.ts';
import { stageLines } from '../rows/stage/stage-lines.ts';
import { stageParts } from '../rows/stage/stage-parts.ts';
import { phaseTable } from './phase-table.ts';
import { judgedBlock, stageBlock } from './stage-block.ts';
import { headingLines, wrapLine, type TerminalStyle } from './terminal-style.ts';

/** A phase: one line, its own rows where it has some, and a block for each stage. In full, how reliable its figures are. */
export function phaseBlock(phase: PhaseResult, style: TerminalStyle): string[] {
  const { palette, width, detail } = style;
  const isFull = detail === 'full';
  const heading = {
    indent: 0,
    name: plainLine(phase.name),
    status: shownSuccess(phase),
    text: plainLine(
      [...(isFull ? [formatMs(phase.duration)] : []), ...memoryText(phase)].join('; '),
    ),
  };
  return [
    '',
    ...headingLines(heading, style),
    ...phaseTable(phase, style),
    ...loadLines(phase, style),
    ...serverMemory(phase),
    ...(isFull ? dataQualityLines(phase) : []).flatMap((line) =>
      wrapLine(plainLine(`  ${line}`), width, 4).map(palette.dim),
    ),
  ];
}

/** A phase that was skipped, with the reason, in its place below those that ran. */
export function skippedLines({ skipped }: RunResults, { palette, width }: TerminalStyle): string[] {
  return skipped.flatMap(({ phase, reason }) => [
    '',
    ...wrapLine(plainLine(`${phase}  skipped  ${reason}`), width, 4).map(palette.dim),
  ]);
}

/** `RSS peak 6.1 GiB, idle 5.9 GiB`, `GPU memory 21.3 GiB`: what of it was measured. */
function memoryText({ metrics, measurements }: PhaseResult): string[] {
  const { peak, baseline } = metrics.memoryUsage;
  const gpuBytes = measurements['gpuMemory']?.max ?? Number.NaN;
  const firstTokenMs = measurements['startupTimeToFirstToken']?.max ?? Number.NaN;
  const idle = Number.isNaN(baseline) ? '' : `, idle ${formatBytes(baseline)}`;
  return [
    ...(Number.isNaN(peak) ? [] : [`RSS peak ${formatBytes(peak)}${idle}`]),
    ...(Number.isNaN(gpuBytes) ? [] : [`GPU memory ${formatBytes(gpuBytes)}`]),
    ...(Number.isNaN(firstTokenMs)
      ? []
      : [`first token ${formatMs(firstTokenMs)} after the start`]),
  ];
}

/** A block for each stage, a table for each sweep, and what was requested and did not run. */
function loadLines(phase: PhaseResult, style: TerminalStyle): string[] {
  const { palette, width, detail } = style;
  const set = (line: string, hanging: number): string[] =>
    wrapLine(plainLine(line), width, hanging);
  const stageStyle = { ...style, shown: phase.shown };
  const details = (stage: StageResult): string[] =>
    detail === 'full'
      ? stageLines(phase, stage).flatMap((line) => set(`    ${line}`, 6).map(palette.dim))
      : [];
  return [
    ...stageParts(phase).flatMap((part) =>
      part.kind === 'stage'
        ? [...stageBlock(part.stage, stageStyle), ...details(part.stage)]
        : [
            ...loadCurveLines(part.curve, part.levels).flatMap((line, index) =>
              index === 0 ? set(`  ${line}`, 4) : [`  ${line}`],
            ),
            ...part.levels.flatMap((level) => judgedBlock(level, stageStyle)),
          ],
    ),
    ...notRunLines(phase).flatMap((line) => set(`  ${line}`, 4).map(palette.red)),
    ...homelessCriteria(phase).flatMap((one) =>
      set(`  FAIL  ${criterionLine(one)}`, 8).map(palette.red),
    ),
  ];
}

function serverMemory({ serverMemory: memory }: PhaseResult): string[] {
  if (memory === undefined) return [];
  return ['', ...serverMemoryLines(memory).map((line) => `  ${plainLine(line)}`)];
}
