import type { DatasetEntry, DatasetFormat, ReadOptions } from './dataset.ts';

/** Which file, and how it is read. */
export interface DatasetFile {
  readonly path: string;
  /** Name of a format; recognized by content when absent. */
  readonly format?: string;
  readonly options?: Omit<ReadOptions, 'folder'>;
}

/** A file whose format is known. */
export interface OpenDataset {
  readonly path: string;
  readonly format: DatasetFormat;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Reads the file from its beginning, each time that it is called; synchronous, in bounded memory. */
  readonly entries: () => Iterable<DatasetEntry>;
  /** Closes files and removes temporary copies. */
  readonly close: () => void;
}
