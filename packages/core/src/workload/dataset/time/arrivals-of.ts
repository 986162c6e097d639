import type { DatasetEntry } from '../dataset.ts';
import type { OpenDataset } from '../open-dataset.ts';
import { cutTime, type TimeWindow } from './cut-time.ts';
import { orderByTime } from './order-by-time.ts';

/**
 * The entries of a data set in order of time, the first at 0.
 * @throws {ConfigError} when its file is too far out of order, with the command that sorts it
 */
export function arrivalsOf(dataset: OpenDataset, part: TimeWindow = {}): Iterable<DatasetEntry> {
  const { sortCommand } = dataset;
  const help = sortCommand === undefined ? undefined : `sort it: ${sortCommand}`;
  const ordered = orderByTime(dataset.entries(), undefined, help);
  return part.fromNs === undefined && part.toNs === undefined ? ordered : cutTime(ordered, part);
}
