import { createRandom } from '../../../workload/random.ts';
import { scaleTrace } from '../../../workload/trace-scaling.ts';
import type { TraceRow } from '../../../workload/trace-file.ts';
import type { StagePlan } from '../options/resolve-stages.ts';

const NS_PER_MS = 1e6;

/** What of a stage determines which requests of its trace it sends, and when. */
type TracePlan = Pick<
  Extract<StagePlan, { kind: 'trace' }>,
  'name' | 'warmup' | 'requests' | 'scaleRate' | 'isSpread'
>;

/** The requests that a stage sends of a trace, warm-up included, with the times of the trace before its speed. */
export function traceRowsOf(
  plan: TracePlan,
  rows: readonly TraceRow[],
  seed: number,
): readonly TraceRow[] {
  const { name, warmup, requests = Infinity, scaleRate, isSpread } = plan;
  const most = warmup + requests;
  if (scaleRate === 1 && !isSpread) return rows.slice(0, most);
  const random = createRandom(seed, `trace ${name}`);
  const scaled = scaleTrace(rows, ({ atMs }) => atMs * NS_PER_MS, plan, random);
  const taken: TraceRow[] = [];
  for (const { row, copy, atNs } of scaled) {
    if (taken.length === most) break;
    taken.push({ ...copyOf(row, copy), atMs: atNs / NS_PER_MS });
  }
  return taken;
}

/** Repetitions share prefixes with each other as the trace has them, and none with the requests that they repeat. */
function copyOf(row: TraceRow, copy: number): TraceRow {
  if (copy === 0 || row.blocks === undefined) return row;
  return { ...row, blocks: row.blocks.map((id) => `${id} copy ${copy}`) };
}
