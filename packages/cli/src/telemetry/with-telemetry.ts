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

/** What a configuration asks for, as the library takes it: what has no address is off. */
export function telemetryOf({ otlp, prometheus }: RunConfig['telemetry']): TelemetryOptions {
  const { url, headersEnv, interval } = otlp;
  const { port, host } = prometheus;
  return {
    ...(url === undefined ? {} : { otlp: { url, headersEnv, intervalMs: interval } }),
    ...(port === undefined ? {} : { prometheus: { port, host } }),
  };
}

/** What is told of exports that nobody took; nothing when all were. */
export function describeFailures(
  url: string,
  accounts: readonly (ExportAccount | undefined)[],
): string {
  const told = accounts.filter((account) => account !== undefined);
  const failed = told.reduce((sum, account) => sum + account.failed, 0);
  if (failed === 0) return '';
  const sent = told.reduce((sum, account) => sum + account.sent, 0);
  const reason = told.find((account) => account.failed > 0)?.firstFailure ?? '';
  return `OTLP: ${failed} of ${sent} exports to ${url} failed: ${reason}. The run is none the worse for it.\n`;
}

/**
 * Where it is told where figures are served. A port that was left to chance is told also when no progress is: nobody
 * could ask for them otherwise.
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

/** What came of work that was told of meanwhile. */
export interface Told<Value> {
  readonly value: Value;
  /** Of the exports; undefined when none were asked for. */
  readonly account: ExportAccount | undefined;
}

/** Does work and tells others how it stands meanwhile, where that was asked for. */
export async function withTelemetry<Value>(
  options: TelemetryOptions,
  source: LiveSource,
  note: (line: string) => void,
  work: () => Promise<Value>,
): Promise<Told<Value>> {
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

/** Sends what a run came to, where that was asked for, and says once what was not taken. */
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
