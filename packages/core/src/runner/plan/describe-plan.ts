import { PRESET_REQUESTS, type SloPreset } from '../../config/slos/slo-presets.ts';
import { formatNumber } from '../../metric/format/format-value.ts';
import { formatDuration } from '../../spec/quantity.ts';
import { formatAmount, type Amount } from './amount.ts';
import type { ConnectionShortage } from './connection-shortage.ts';
import type { PlannedPhaseLoad, RunPlan } from './plan-run.ts';

/** A row of the table: cells of text. */
type Row = readonly [name: string, load: string, requests: string, tokens: string, time: string];

const HEAD: Row = ['', '', 'requests', 'tokens', 'time'];

/** Milliseconds below this are not shown; times are planned, not measured. */
const SECOND_MS = 1000;

function duration(ms: number): string {
  return formatDuration(ms < SECOND_MS ? Math.round(ms) : Math.round(ms / SECOND_MS) * SECOND_MS);
}

function whole(value: number): string {
  return formatNumber(Math.round(value));
}

function rowOf(
  name: string,
  load: string,
  amounts: { readonly requests: Amount; readonly tokens: Amount; readonly timeMs?: Amount },
): Row {
  const { requests, tokens, timeMs } = amounts;
  return [
    name,
    load,
    formatAmount(requests, whole),
    formatAmount(tokens, whole),
    timeMs === undefined ? '' : formatAmount(timeMs, duration),
  ];
}

function rowsOf(phase: PlannedPhaseLoad): Row[] {
  return [
    rowOf(phase.name, '', phase),
    rowOf('  setup', phase.setup.load, phase.setup),
    ...phase.stages.map((stage) => rowOf(`  ${stage.name}`, stage.load, stage)),
  ];
}

/** The limit, and whether it refuses this plan. */
function limitLine(maxTokens: number, { least }: Amount): string {
  const limit = `Limit: ${formatNumber(maxTokens)} tokens; no prompt longer than the context is sent`;
  return least > maxTokens
    ? `${limit}. The plan exceeds it, so the run would be refused.`
    : `${limit}.`;
}

/** Whose plan it is, and what this worker sends of it. */
function sliceLine({ index, count }: NonNullable<RunPlan['slice']>): string {
  return `Slice ${index}/${count}: the plan is that of all ${formatNumber(count)} workers; this one sends its share.`;
}

/** What the embedded engine runs with. */
function engineLine({
  contextTokens,
  parallel,
  gpu,
  threads,
}: NonNullable<RunPlan['engine']>): string {
  return `Engine: ${parallel} parallel contexts of ${formatNumber(contextTokens)} tokens, gpu ${String(gpu)}, threads ${threads}.`;
}

/** The criteria of a preset, and the requests that they need per stage. */
function presetLine({ name, ttftMs, tpotMs }: SloPreset): string {
  return (
    `SLO preset ${name}: TTFT p99 ≤ ${formatNumber(ttftMs)} ms, TPOT p99 ≤ ${formatNumber(tpotMs)} ms. ` +
    `A p99 needs ${formatNumber(PRESET_REQUESTS)} successful requests per stage, none over its limit.`
  );
}

/** A stage that refuses the run, and what to do. */
function shortageLine({ text, help }: ConnectionShortage): string {
  return `Refused: ${text}. To run it, ${help}.`;
}

/** The plan as a table: a row for each phase, its setup and its stages, a total, and notes. */
export function describePlan(plan: RunPlan): string {
  const rows = [HEAD, ...plan.phases.flatMap(rowsOf), rowOf('total', '', plan)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const notes = [
    ...(plan.slice === undefined ? [] : [sliceLine(plan.slice)]),
    ...(plan.engine === undefined ? [] : [engineLine(plan.engine)]),
    'Tokens: prompts and maximum output, setup and warm-up included.',
    ...(plan.sendsOverLong
      ? [
          'Not included: up to one prompt longer than the context per phase; none is sent with --max-tokens.',
        ]
      : []),
    ...(plan.tokens.isAbout
      ? [
          'about: prompt tokens are estimated at 4 per 3 words, conversations at their mean number of turns.',
        ]
      : []),
    ...(plan.maxTokens === undefined ? [] : [limitLine(plan.maxTokens, plan.tokens)]),
    ...(plan.sloPreset === undefined ? [] : [presetLine(plan.sloPreset)]),
    ...plan.shortages.map(shortageLine),
  ];
  return `${[...lines, '', ...notes].join('\n')}\n`;
}
