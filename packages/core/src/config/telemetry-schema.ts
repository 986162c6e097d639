import * as z from 'zod';
import { DurationMsSchema } from '../spec/quantity.ts';

const OtlpSchema = z.strictObject({
  url: z
    .string()
    .min(1)
    .exactOptional()
    .describe('collector that figures are sent to, such as http://127.0.0.1:4318'),
  headersEnv: z
    .record(z.string().min(1), z.string().min(1))
    .default({})
    .describe('headers by name, each with the environment variable that holds its value'),
  interval: DurationMsSchema.refine((ms) => ms >= 1000, 'expected one second or more')
    .prefault('10s')
    .describe('how often they are sent while a run goes; the summary follows at its end'),
});

const PrometheusSchema = z.strictObject({
  port: z
    .int()
    .min(0)
    .max(65_535)
    .exactOptional()
    .describe('port for Prometheus to scrape while a run goes, 0 for any that is free'),
  host: z.string().min(1).default('127.0.0.1').describe('address that it listens on'),
});

/** Where figures of a run go, beside its directory. */
export const TelemetrySchema = z.strictObject({
  otlp: OtlpSchema.prefault({}).describe('OpenTelemetry metrics by OTLP over HTTP'),
  prometheus: PrometheusSchema.prefault({}).describe('a page for Prometheus'),
});
