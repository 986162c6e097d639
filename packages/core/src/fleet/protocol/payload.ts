import * as z from 'zod';

/** The payload of a message, as JSON holds it. */
export function toPayload<Out, In>(schema: z.ZodType<Out, In>, value: Out): In {
  return z.encode(schema, value);
}

/** The message of a payload; undefined for one that the schema rejects, such as a message of another version. */
export function fromPayload<Out, In>(
  schema: z.ZodType<Out, In>,
  payload: unknown,
): Out | undefined {
  const parsed = schema.safeParse(payload);
  return parsed.success ? parsed.data : undefined;
}
