import type { ReportInput } from '../report/report-format.ts';
import type { Series } from '../report/prometheus/series.ts';
import { summarySeries } from '../report/prometheus/summary-series.ts';
import type { ExportAccount } from './export-account.ts';
import { importOpenTelemetry } from './import-opentelemetry.ts';
import type { OtlpOptions } from './otlp-endpoint.ts';
import type { PrometheusOptions, PrometheusServer } from './prometheus-server.ts';
import type { OtlpPush } from './otlp-push.ts';

/** Destinations of the live figures; none when empty. */
export interface TelemetryOptions {
  readonly otlp?: OtlpOptions;
  readonly prometheus?: PrometheusOptions;
}

/** The live figures of a run in progress. */
export interface Telemetry {
  /** URL for Prometheus to scrape; undefined unless configured. */
  readonly prometheusUrl: string | undefined;
  /**
   * Sends a last time and stops.
   * @returns the result of the exports; undefined without OTLP
   */
  close(): Promise<ExportAccount | undefined>;
}

async function openPush(options: OtlpOptions, read: () => readonly Series[]): Promise<OtlpPush> {
  const { openOtlpPush } = await import('./otlp-push.ts');
  return openOtlpPush(await importOpenTelemetry(), options, read);
}

/**
 * Starts to publish the live figures of a run. Loads the libraries only when configured.
 * @param read returns the current series
 * @throws {ConfigError} for an invalid URL, a port that is not available, or without the packages of OpenTelemetry
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

/** Sends the results of a run once. @throws {ConfigError} for an invalid URL, or without the packages of OpenTelemetry */
export async function sendSummary(input: ReportInput, otlp: OtlpOptions): Promise<ExportAccount> {
  const series = summarySeries(input);
  const push = await openPush(otlp, () => series);
  return push.close();
}
