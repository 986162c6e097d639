import type { ReportInput } from '../report-format.ts';
import { prometheusText } from './prometheus-text.ts';
import { summarySeries } from './summary-series.ts';

/** The results of a run in Prometheus text format, for a Pushgateway or the textfile collector of a node. */
export function renderPrometheus(input: ReportInput): Promise<string> {
  return prometheusText(summarySeries(input));
}
