import { figure, inEachPhase, type Rule } from './rule.ts';

/** A load that kept changing: its figures are of a warm-up, or of a queue that grows. */
export const neverSettled: Rule = {
  name: 'never-settled',
  severity: 'notable',
  section: 'throughput',
  look: inEachPhase(({ result: { windows } }) =>
    windows.flatMap(({ name, durationMs, steady }) => {
      if (steady === undefined || !('cause' in steady) || steady.cause !== 'unsettled') return [];
      return [
        {
          finding: `The ${name} window never settled: response time or concurrency kept changing`,
          evidence: [figure('length', 'ms', durationMs)],
          advice:
            'Run longer, warm up first, or lower the rate: of a queue that grows the figures say how long one waited, and not what the host can do.',
        },
      ];
    }),
  ),
};
