import { ConfigError } from '../../../spec/error/errors.ts';
import { explainUnknown } from '../../../spec/nearest-name.ts';
import type { DatasetFormat, FileHead } from '../dataset.ts';

/** Characters of the first line that an error quotes. */
const MAX_QUOTED = 120;

/**
 * The format of a file: the named one, or the only one whose reader recognizes its beginning.
 * @param path for errors
 * @throws {ConfigError} for an unknown name, and when none or several recognize it
 */
export function chooseFormat(
  formats: readonly DatasetFormat[],
  head: FileHead,
  path: string,
  name?: string,
): DatasetFormat {
  const names = formats.map((format) => format.name);
  if (name !== undefined) {
    const named = formats.find((format) => format.name === name);
    if (named !== undefined) return named;
    const { text, help } = explainUnknown('data set format', name, names);
    throw new ConfigError(text, help === undefined ? {} : { help });
  }
  const matches = matchingFormats(formats, head);
  const [only, ...others] = matches;
  if (only === undefined) {
    throw new ConfigError(`unknown format of "${path}": found ${describeHead(head)}`, {
      help: `pass --dataset-format with one of ${names.join(', ')}`,
    });
  }
  if (others.length === 0) return only;
  const listed = matches.map((format) => format.name).join(', ');
  throw new ConfigError(`ambiguous format of "${path}": it matches ${listed}`, {
    help: 'pass --dataset-format with one of them',
  });
}

/** The formats that recognize a file. A `type` key that names a format decides; one that does not means something else. */
export function matchingFormats(
  formats: readonly DatasetFormat[],
  head: FileHead,
): readonly DatasetFormat[] {
  const type = typeOf(head.record);
  const typed = formats.filter((format) => type !== undefined && format.typeName === type);
  return typed.length > 0 ? typed : formats.filter((format) => format.recognizes(head));
}

function typeOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !('type' in record)) return undefined;
  return typeof record.type === 'string' ? record.type : undefined;
}

function describeHead({ shape, record, lines }: FileHead): string {
  if (typeof record === 'object' && record !== null && !Array.isArray(record)) {
    const where = shape === 'csv' || shape === 'parquet' ? 'columns' : 'keys';
    return `${where} ${clipped(Object.keys(record).join(', '))}`;
  }
  return `"${clipped(lines[0] ?? '')}"`;
}

function clipped(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}...` : text;
}
