import type { ReportInput } from '../report-format.ts';
import { prometheusText } from './prometheus-text.ts';
import { summarySeries } from './summary-series.ts';

/** What a run came to in the text format of Prometheus: for a Pushgateway, or the textfile collector of a node. */
export function renderPrometheus(input: ReportInput): Promise<string> {
  return prometheusText(summarySeries(input));
}
