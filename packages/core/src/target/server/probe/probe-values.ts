import type { SurveyValue } from '../../../stream/rows/survey-stream.ts';

/** A request for text that probed the server and has no row: tokens by its usage. */
export interface Probe {
  readonly endNs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A probe as columns of the survey. */
export function probeValues({ endNs: timeNs, inputTokens, outputTokens }: Probe): SurveyValue[] {
  const about = { timeNs, pid: 0, source: 0 };
  return [
    { ...about, column: 'probe.inputTokens', value: inputTokens },
    { ...about, column: 'probe.outputTokens', value: outputTokens },
  ];
}
