import * as z from 'zod';

/** A JSON object of any content. */
export const JsonObjectSchema = z.record(z.string(), z.json());
