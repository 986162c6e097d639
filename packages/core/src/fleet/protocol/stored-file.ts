import * as z from 'zod';

/** A SHA-256 digest, 64 lower-case hexadecimal digits. */
export const Sha256Schema: z.ZodType<string, string> = z.string().regex(/^[0-9a-f]{64}$/);

/** A file in the object store of a run. */
export const StoredFileSchema = z.object({
  /** As the configuration names it, or relative to the directory of the run, with `/`. */
  name: z.string().min(1).max(4096),
  bytes: z.int().min(0),
  sha256: Sha256Schema,
  /** Name of the object. */
  object: z.string().min(1).max(4096),
});

/** A file in the object store of a run. */
export type StoredFile = z.output<typeof StoredFileSchema>;
