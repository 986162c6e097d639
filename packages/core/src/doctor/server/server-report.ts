import * as z from 'zod';
import { API_NAMES } from '../../spec/api-name.ts';
import { MachineReportSchema } from '../machine-report.ts';

/** A number, or null where unknown. */
const known = z.number().nullable();

const ModelSchema = z.strictObject({
  name: z.string(),
  /** Context length in tokens. */
  contextTokens: known,
  bytes: known,
  generatesText: z.boolean(),
});

const EndpointSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  /** Null when no response came. */
  status: known,
  responds: z.boolean(),
  /** Its content, or why it does not respond. */
  detail: z.string(),
});

const RequestSchema = z.strictObject({
  name: z.string(),
  ok: z.boolean(),
  status: known,
  /** From the send to the first token; null without a stream. */
  timeToFirstTokenMs: known,
  /** From the send to the end of the response. */
  totalMs: known,
  inputTokens: known,
  outputTokens: known,
  cachedTokens: known,
  /** Empty where it succeeded. */
  error: z.string(),
});

const ProcessSchema = z.strictObject({
  /** Null where the process is unknown. */
  pid: known,
  status: z.enum(['confirmed', 'found', 'unconfirmed', 'not-found']),
  /** Whether Loadcell can read its memory. */
  canBeSampled: z.boolean(),
  detail: z.string(),
});

/** What `loadcell doctor --url --json` prints. */
export const ServerReportSchema = z.strictObject({
  schema: z.literal('loadcell/doctor-server/1'),
  /** Whether a run on this machine can measure the server. */
  ready: z.boolean(),
  url: z.string(),
  api: z.enum(API_NAMES),
  server: z
    .strictObject({
      kind: z.string(),
      product: z.string(),
      /** Empty where the server does not report it. */
      version: z.string(),
      /** How the server was identified. */
      evidence: z.array(z.string()),
    })
    .nullable(),
  /** The model that a run would measure. */
  model: z.string().nullable(),
  models: z.array(ModelSchema),
  endpoints: z.array(EndpointSchema),
  reports: z.strictObject({
    /** Token counts in responses. */
    usage: z.boolean(),
    cachedTokens: z.boolean(),
    tokenizer: z.boolean(),
    metrics: z.boolean(),
    contextLength: z.boolean(),
  }),
  process: ProcessSchema,
  /** Shortest round trip of a test request's connection, by the kernel; null where it reports none. */
  roundTripMs: known,
  requests: z.array(RequestSchema),
  /** What a run could not measure, and what would change that. */
  notMeasured: z.array(z.strictObject({ what: z.string(), change: z.string() })),
  problems: z.array(z.strictObject({ error: z.string(), help: z.string() })),
  /** This machine, examined for a server. */
  machine: MachineReportSchema,
});

/** One of {@link ServerReportSchema}. */
export type ServerReport = z.output<typeof ServerReportSchema>;

/** One endpoint of a {@link ServerReport}. */
export type EndpointReport = ServerReport['endpoints'][number];
/** One request of a {@link ServerReport}. */
export type RequestReport = ServerReport['requests'][number];
/** The process of a {@link ServerReport}. */
export type ProcessReport = ServerReport['process'];

/** A number as JSON can hold it. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
