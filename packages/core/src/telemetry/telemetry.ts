import type { ReportInput } from '../report/report-format.ts';
import type { Series } from '../report/prometheus/series.ts';
import { summarySeries } from '../report/prometheus/summary-series.ts';
import type { ExportAccount } from './counting-exporter.ts';
import type { OtlpOptions } from './otlp-endpoint.ts';
import type { PrometheusOptions, PrometheusServer } from './prometheus-server.ts';
import type { OtlpPush } from './otlp-push.ts';

/** Where figures go while a run is under way; nowhere when empty. */
export interface TelemetryOptions {
  readonly otlp?: OtlpOptions;
  readonly prometheus?: PrometheusOptions;
}

/** Figures that go out while a run is under way. */
export interface Telemetry {
  /** Where Prometheus may ask; undefined when it was not asked for. */
  readonly prometheusUrl: string | undefined;
  /**
   * Sends a last time and ends.
   * @returns what became of what was pushed; undefined when nothing was to be
   */
  close(): Promise<ExportAccount | undefined>;
}

async function openPush(options: OtlpOptions, read: () => readonly Series[]): Promise<OtlpPush> {
  const { openOtlpPush } = await import('./otlp-push.ts');
  return openOtlpPush(options, read);
}

/**
 * Begins to tell others how a run stands. The libraries that do so are loaded when they are asked for, and only then.
 * @param read tells the series as they are at that moment
 * @throws {ConfigError} for an address that cannot be one, or a port that cannot be listened on
 */
export async function openTelemetry(
  { otlp, prometheus }: TelemetryOptions,
  read: () => readonly Series[],
): Promise<Telemetry> {
  const push = otlp === undefined ? undefined : await openPush(otlp, read);
  let server: PrometheusServer | undefined;
  if (prometheus !== undefined) {
    const { startPrometheusServer } = await import('./prometheus-server.ts');
    try {
      server = await startPrometheusServer(prometheus, read);
    } catch (error) {
      await push?.close();
      throw error;
    }
  }
  return {
    prometheusUrl: server?.url,
    close: async () => {
      await server?.close();
      return push?.close();
    },
  };
}

/** Sends what a run came to, once. @throws {ConfigError} for an address that cannot be one */
export async function sendSummary(input: ReportInput, otlp: OtlpOptions): Promise<ExportAccount> {
  const series = summarySeries(input);
  const push = await openPush(otlp, () => series);
  return push.close();
}
