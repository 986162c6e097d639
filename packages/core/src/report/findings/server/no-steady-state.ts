import { elapsedMs, isSuccessful } from '../../../metric/measure/service-requests.ts';
import type { StageStreams } from '../../../metric/measure/stage-streams.ts';
import { isWithin } from '../../../metric/measure/windows.ts';
import { median } from '../../../stats/quantile.ts';
import { figure, inEachLoad, type FindingDefinition } from '../finding.ts';

/** Latency that changes by this factor between the first and the last third of a window is a queue or a warm-up. */
const TREND = 2;

/** With fewer requests in a third, its median means nothing. */
const ENOUGH = 10;

const QUEUE =
  'Run longer, warm up first, or lower the rate. While the queue grows, latency reflects run length, not the server.';
const WARM_UP = 'Latency fell during the window: warm up first, or run longer.';
const VARIES = 'Run longer, or on a machine without other work, for narrower intervals.';

export const noSteadyState: FindingDefinition = {
  name: 'no-steady-state',
  meaning:
    'A stage never reached a steady state. A warning where latency rose or fell, because it then depends on the length of the run; a note where it only varied, which makes intervals wide.',
  section: 'throughput',
  look: inEachLoad(({ result: { windows }, streams }) =>
    windows.flatMap(({ durationMs, steady }, index) => {
      if (steady === undefined || !('cause' in steady) || steady.cause !== 'unsteady') return [];
      const { firstMs, lastMs } = thirdsOf(streams, index);
      const rose = lastMs > TREND * firstMs;
      const fell = firstMs > TREND * lastMs;
      return [
        {
          severity: rose || fell ? 'warning' : 'note',
          finding: 'No steady state: latency or concurrency kept changing',
          evidence: [
            figure('window', 'ms', durationMs),
            ...(Number.isNaN(firstMs + lastMs)
              ? []
              : [
                  figure('latency p50 of the first third', 'ms', firstMs),
                  figure('of the last', 'ms', lastMs),
                ]),
          ],
          advice: rose ? QUEUE : fell ? WARM_UP : VARIES,
        },
      ];
    }),
  ),
};

/** Median latency of the requests in the first and in the last third of a window, ms; `NaN` where they are too few. */
function thirdsOf({ stage }: StageStreams, index: number): { firstMs: number; lastMs: number } {
  const window = stage.windows[index];
  if (window === undefined) return { firstMs: Number.NaN, lastMs: Number.NaN };
  const timed = stage.requests
    .filter((row) => isSuccessful(row) && isWithin(window, row.sentNs))
    .toSorted((one, other) => one.scheduledNs - other.scheduledNs)
    .map((row) => elapsedMs(row, 'scheduledNs', 'endNs'));
  const third = Math.floor(timed.length / 3);
  if (third < ENOUGH) return { firstMs: Number.NaN, lastMs: Number.NaN };
  return { firstMs: median(timed.slice(0, third)), lastMs: median(timed.slice(-third)) };
}
