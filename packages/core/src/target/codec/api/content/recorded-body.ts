import type { JsonObject } from '../../../../spec/content/json-value.ts';

/** What may be set in a body that is sent as recorded. */
interface BodySettings {
  readonly isStreamed: boolean;
  /** Whether a streamed response is to end with its usage, where the API has an option for it. */
  readonly asksUsage?: boolean;
}

/** A recorded body; streaming and its usage option are set, since timings depend on them, and nothing else. */
export function recordedBody(
  recorded: JsonObject,
  { isStreamed, asksUsage = false }: BodySettings,
): Readonly<Record<string, unknown>> {
  const { stream_options: options, ...body } = recorded;
  const streamed = { ...body, stream: isStreamed };
  if (!isStreamed) return streamed;
  if (asksUsage) return { ...streamed, stream_options: { include_usage: true } };
  return options === undefined ? streamed : { ...streamed, stream_options: options };
}
