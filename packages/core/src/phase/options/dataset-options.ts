import * as z from 'zod';
import { DATASET_ORDERS, type DatasetOrder } from '../../workload/load-dataset/load-dataset.ts';
import { LENGTH_ORDERS, type LengthOrder } from '../../workload/load-dataset/file-lengths.ts';
import type { DatasetFile } from '../../workload/dataset/open-dataset.ts';

/** How the rows of a file are read; keys of a dataset and of a trace stage. */
export const readerKeys = {
  format: z
    .string()
    .min(1)
    .exactOptional()
    .describe('format of the file (default: recognized by its content)'),
  fields: z
    .strictObject({
      time: z.string().min(1).exactOptional().describe('field with the arrival time'),
      inputTokens: z.string().min(1).exactOptional().describe('field with the prompt tokens'),
      outputTokens: z.string().min(1).exactOptional().describe('field with the output tokens'),
      blocks: z.string().min(1).exactOptional().describe('field with the ids of prompt blocks'),
    })
    .exactOptional()
    .describe('names of the fields of a timed trace (default: those of its format)'),
  timeUnitSeconds: z
    .number()
    .positive()
    .exactOptional()
    .describe('seconds of one unit of the time field (default: as its format has it)'),
  blockTokens: z
    .int()
    .min(1)
    .exactOptional()
    .describe('tokens of a prompt block (default: as its format has it)'),
  where: z
    .record(z.string(), z.string())
    .exactOptional()
    .describe('only rows in which these fields have these values, such as { Model: "GPT-4" }'),
  joinParts: z
    .boolean()
    .exactOptional()
    .describe('whether an entry of ShareGPT continues the part before it (default: true)'),
  everyAnswer: z
    .boolean()
    .exactOptional()
    .describe(
      'whether each answer of a fine-tuning file becomes a request, instead of the last alone (default: false)',
    ),
  bySession: z
    .boolean()
    .exactOptional()
    .describe('whether requests of one session become turns of a conversation (default: false)'),
};

const DatasetObjectSchema = z.strictObject({
  file: z.string().min(1).describe('file of requests'),
  ...readerKeys,
  order: z
    .enum(DATASET_ORDERS)
    .default('file')
    .describe('file: in its order; shuffled: a seeded sample without replacement'),
  reuse: z
    .boolean()
    .default(false)
    .describe('whether a stage starts over at the end of the file, instead of ending with it'),
});

/** A data set as configured: its file, or its file with options. */
export const DatasetSchema = z.union([z.string().min(1), DatasetObjectSchema]);

const LengthsObjectSchema = z.strictObject({
  file: z.string().min(1).describe('file of requests'),
  ...readerKeys,
  order: z
    .enum(LENGTH_ORDERS)
    .default('random')
    .describe('random: drawn with replacement; file: in its order, starting over at its end'),
});

/** A file whose lengths are taken, as configured: its path, or its path with options. */
export const LengthsFromSchema = z.union([z.string().min(1), LengthsObjectSchema]);

/** A file whose lengths are taken, complete. */
export interface LengthsPlan {
  readonly file: DatasetFile;
  readonly order: LengthOrder;
}

/** Completes the options of a file whose lengths are taken. */
export function resolveLengthsFrom(config: z.output<typeof LengthsFromSchema>): LengthsPlan {
  const { file, order, ...reader } = LengthsObjectSchema.parse(
    typeof config === 'string' ? { file: config } : config,
  );
  return { file: datasetFile(file, reader), order };
}

/** How the rows of a file are read, as configured. */
export type ReaderOptions = Pick<z.output<typeof DatasetObjectSchema>, keyof typeof readerKeys>;

/** The data set of a load, complete. */
export interface DatasetPlan {
  readonly file: DatasetFile;
  readonly order: DatasetOrder;
  readonly isReused: boolean;
}

/** Completes the options of a data set. */
export function resolveDataset(config: z.output<typeof DatasetSchema>): DatasetPlan {
  if (typeof config === 'string') {
    return { file: { path: config }, order: 'file', isReused: false };
  }
  const { file, order, reuse, ...reader } = config;
  return { file: datasetFile(file, reader), order, isReused: reuse };
}

/** A file with how its rows are read. */
export function datasetFile(
  path: string,
  {
    format,
    fields,
    timeUnitSeconds,
    blockTokens,
    bySession,
    where,
    joinParts,
    everyAnswer,
  }: ReaderOptions,
): DatasetFile {
  const options = {
    ...(fields === undefined ? {} : { fields }),
    ...(timeUnitSeconds === undefined ? {} : { timeUnitSeconds }),
    ...(blockTokens === undefined ? {} : { blockTokens }),
    ...(bySession === undefined ? {} : { bySession }),
    ...(where === undefined ? {} : { where }),
    ...(joinParts === undefined ? {} : { joinsParts: joinParts }),
    ...(everyAnswer === undefined ? {} : { everyAnswer }),
  };
  return { path, ...(format === undefined ? {} : { format }), options };
}
