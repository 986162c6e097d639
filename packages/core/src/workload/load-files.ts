import { openDataset, type DatasetFile, type OpenDataset } from './dataset/open-dataset.ts';
import { readFileLengths, type FileLengths, type LengthUse } from './load-dataset/file-lengths.ts';
import { loadDataset, type DatasetUse, type LoadDataset } from './load-dataset/load-dataset.ts';
import { readTrace, type LoadTrace, type TracePart } from './load-dataset/load-trace.ts';
import type { ContentFiles } from './media/content-files.ts';
import { readLocalTokenizer, type LocalTokenizer } from './tokenizer/local-tokenizer.ts';

/** The files of a load, open and surveyed. */
export interface LoadFiles {
  readonly dataset?: LoadDataset;
  /** By the name of their stage. */
  readonly traces: ReadonlyMap<string, LoadTrace>;
  /** What requests carry besides their text; nothing when absent. */
  readonly content?: ContentFiles;
  /** Lengths that requests draw. */
  readonly lengths?: FileLengths;
  /** Counts tokens where the server does not. */
  readonly tokenizer?: LocalTokenizer;
  /** Closes all of them. */
  readonly close: () => void;
}

/** No files. */
export const NO_FILES: LoadFiles = Object.freeze({ traces: new Map(), close: () => {} });

/** A trace of a stage. */
export interface TraceUse extends TracePart {
  /** Name of the stage. */
  readonly stage: string;
  readonly file: DatasetFile;
}

/** Which files a load reads. Paths are absolute, or relative to the working directory. */
export interface LoadFileUses {
  readonly dataset?: DatasetUse & { readonly file: DatasetFile };
  readonly traces: readonly TraceUse[];
  readonly lengths?: LengthUse & { readonly file: DatasetFile };
  /** A `tokenizer.json`, or its folder. */
  readonly tokenizer?: string;
}

/**
 * Opens the files of a load and reads each once. Call it before anything is started, so that a mistake costs no time.
 * @throws {ConfigError} when one cannot be read or is invalid
 */
export async function readLoadFiles(
  { dataset, lengths, traces: uses, tokenizer }: LoadFileUses,
  open: (file: DatasetFile) => Promise<OpenDataset> = openDataset,
): Promise<LoadFiles> {
  const opened: OpenDataset[] = [];
  const opening = async (file: DatasetFile): Promise<OpenDataset> => {
    const one = await open(file);
    opened.push(one);
    return one;
  };
  const close = (): void => {
    for (const one of opened) one.close();
  };
  try {
    const traces = new Map<string, LoadTrace>();
    for (const { stage, file, ...part } of uses) {
      traces.set(stage, readTrace(await opening(file), part));
    }
    return {
      traces,
      close,
      ...(tokenizer === undefined ? {} : { tokenizer: await readLocalTokenizer(tokenizer) }),
      ...(lengths === undefined
        ? {}
        : { lengths: readFileLengths(await opening(lengths.file), lengths) }),
      ...(dataset === undefined
        ? {}
        : { dataset: loadDataset(await opening(dataset.file), dataset) }),
    };
  } catch (error) {
    close();
    throw error;
  }
}
