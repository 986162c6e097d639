import * as z from 'zod';
import { DurationMsSchema } from '../../spec/quantity.ts';

/** Largest side of a made picture, pixels: its bytes are kept in memory. */
const MOST_PIXELS = 4096;

/** Longest made recording, ms. */
const MOST_RECORDING_MS = 600_000;

const SideSchema = z.int().min(1).max(MOST_PIXELS);

/** `512x512`. */
const SizeSchema = z
  .string()
  .regex(/^\d+x\d+$/, 'expected WIDTHxHEIGHT, such as 512x512')
  .transform((size) => {
    const [width = 0, height = 0] = size.split('x').map(Number);
    return { width, height };
  })
  .pipe(z.object({ width: SideSchema, height: SideSchema }));

const RecordingMsSchema = DurationMsSchema.pipe(z.number().max(MOST_RECORDING_MS));

const FilesSchema = z.strictObject({
  files: z.string().min(1).describe('a file, or a folder whose files are sent in turn'),
});

const CountSchema = z.int().min(1).max(64).default(1).describe('pictures of a request');

/** What requests carry besides their text. */
export const contentOptions = {
  images: z
    .union([
      SizeSchema.transform((size) => ({ ...size, count: 1 })),
      z.strictObject({
        count: CountSchema,
        width: SideSchema.describe('width of a picture, pixels'),
        height: SideSchema.describe('height of a picture, pixels'),
      }),
      FilesSchema.extend({ count: CountSchema }),
    ])
    .exactOptional()
    .describe(
      'pictures of each request: unique noise of a size ("512x512"), or files, which a server may cache when they repeat',
    ),
  audio: z
    .union([
      RecordingMsSchema.transform((duration) => ({ duration })),
      z.strictObject({ duration: RecordingMsSchema.describe('duration of a recording') }),
      FilesSchema,
    ])
    .exactOptional()
    .describe(
      'recording of each request: unique noise of a duration ("5s"), or files, which a server may cache when they repeat',
    ),
  allowUrls: z
    .boolean()
    .default(false)
    .describe(
      'send URLs of pictures, recordings and videos in a dataset: the server downloads them within the request',
    ),
  outputSchema: z
    .union([z.string().min(1), z.record(z.string(), z.json())])
    .exactOptional()
    .describe(
      'JSON schema that each response must match, a file or an object: the server is asked to enforce it, and each response is checked',
    ),
};
