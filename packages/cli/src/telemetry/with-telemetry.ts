import {
  liveSeries,
  openTelemetry,
  sendSummary,
  type ExportAccount,
  type LiveSource,
  type OtlpOptions,
  type RunConclusion,
  type RunConfig,
  type TelemetryOptions,
} from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import type { TextStream } from '../terminal/terminal.ts';

/** Telemetry options of a configuration: an exporter without an address is off. */
export function telemetryOf({ otlp, prometheus }: RunConfig['telemetry']): TelemetryOptions {
  const { url, headersEnv, interval } = otlp;
  const { port, host } = prometheus;
  return {
    ...(url === undefined ? {} : { otlp: { url, headersEnv, intervalMs: interval } }),
    ...(port === undefined ? {} : { prometheus: { port, host } }),
  };
}

/** A line on failed exports; empty when none failed. */
export function describeFailures(
  url: string,
  accounts: readonly (ExportAccount | undefined)[],
): string {
  const known = accounts.filter((account) => account !== undefined);
  const failed = known.reduce((sum, account) => sum + account.failed, 0);
  if (failed === 0) return '';
  const sent = known.reduce((sum, account) => sum + account.sent, 0);
  const reason = known.find((account) => account.failed > 0)?.firstFailure ?? '';
  return `OTLP: ${failed} of ${sent} exports to ${url} failed (${reason}). Results are unaffected.\n`;
}

/**
 * How the URL of the metrics is printed: as a note of the progress. With `--quiet` and port 0 it goes to stderr, since the
 * port would otherwise be unknown.
 */
export function telemetryNote(
  { prometheus }: TelemetryOptions,
  { flags, terminal }: Pick<Invocation, 'flags' | 'terminal'>,
  note: (line: string) => void,
): (line: string) => void {
  if (flags.has('quiet') && prometheus?.port === 0) {
    return (line) => terminal.stderr.write(`${line}\n`);
  }
  return note;
}

/** The result of work with telemetry. */
export interface Observed<Value> {
  readonly value: Value;
  /** Counts of the exports; undefined without an OpenTelemetry collector. */
  readonly account: ExportAccount | undefined;
}

/** Does work while the requested exporters send its figures. */
export async function withTelemetry<Value>(
  options: TelemetryOptions,
  source: LiveSource,
  note: (line: string) => void,
  work: () => Promise<Value>,
): Promise<Observed<Value>> {
  const telemetry = await openTelemetry(options, () => liveSeries(source.figures()));
  if (telemetry.prometheusUrl !== undefined) note(`Prometheus: ${telemetry.prometheusUrl}`);
  let account: ExportAccount | undefined;
  let value: Value;
  try {
    value = await work();
  } finally {
    account = await telemetry.close();
  }
  return { value, account };
}

/** Sends the summary of a run to the requested collector and prints failed exports once. */
export async function sendConclusion(
  conclusion: RunConclusion,
  otlp: OtlpOptions | undefined,
  account: ExportAccount | undefined,
  stream: TextStream,
): Promise<void> {
  if (otlp === undefined) return;
  const summary = await sendSummary(conclusion, otlp);
  stream.write(describeFailures(otlp.url, [account, summary]));
}
