import * as z from 'zod';
import { DurationMsSchema } from '../spec/quantity.ts';

const OtlpSchema = z.strictObject({
  url: z.string().min(1).exactOptional().describe('OTLP collector, such as http://127.0.0.1:4318'),
  headersEnv: z
    .record(z.string().min(1), z.string().min(1))
    .default({})
    .describe('headers by name, each with the environment variable of its value'),
  interval: DurationMsSchema.refine((ms) => ms >= 1000, 'expected at least 1s')
    .prefault('10s')
    .describe('interval of live figures; the summary follows at the end of the run'),
});

const PrometheusSchema = z.strictObject({
  port: z
    .int()
    .min(0)
    .max(65_535)
    .exactOptional()
    .describe('port for Prometheus to scrape during a run; 0 for any free port'),
  host: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
});

/** Where figures of a run are sent, in addition to its directory. */
export const TelemetrySchema = z.strictObject({
  otlp: OtlpSchema.prefault({}).describe('OpenTelemetry metrics by OTLP over HTTP'),
  prometheus: PrometheusSchema.prefault({}).describe('endpoint for Prometheus'),
});
