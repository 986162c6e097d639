import { ConfigError } from '../../../spec/error/errors.ts';
import { shellWord } from '../../../spec/shell-word.ts';

/** Bytes that are read to recognize a file that is no data set. */
export const SIGNATURE_BYTES = 4096;

/** What a file is that cannot be read, and what to do. */
interface Refusal {
  readonly what: string;
  readonly help: string;
}

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** Packed files by their first bytes, hexadecimal, and the program that unpacks them. */
const PACKED: readonly (readonly [string, string, string])[] = [
  ['504b0304', 'a ZIP archive', 'unzip'],
  ['28b52ffd', 'compressed by zstd', 'unzstd'],
  ['fd377a585a00', 'compressed by xz', 'unxz -k'],
  ['425a68', 'compressed by bzip2', 'bunzip2 -k'],
  ['37 7a bc af 27 1c'.replaceAll(' ', ''), 'a 7z archive', '7z x'],
];

/**
 * Refuses a file that cannot hold a data set.
 * @param head its first bytes, unpacked
 * @throws {ConfigError} that says what it is instead
 */
export function refuseUnreadable(path: string, head: Buffer): void {
  const refusal = refusalOf(path, head);
  if (refusal !== undefined) {
    throw new ConfigError(`"${path}" is ${refusal.what}`, { help: refusal.help });
  }
}

function refusalOf(path: string, head: Buffer): Refusal | undefined {
  if (head.length === 0) return { what: 'empty', help: 'pass a file with requests, a row each' };
  if (head.toString('latin1', 0, LFS_POINTER.length) === LFS_POINTER) {
    return {
      what: 'a Git LFS pointer, not the file itself',
      help: 'run git lfs pull in its repository, or download the file from its page',
    };
  }
  const hex = head.toString('hex', 0, 8);
  const encoding = utf16Of(head);
  if (encoding !== undefined) {
    return {
      what: encoding,
      help: `convert it: iconv -f ${encoding} -t UTF-8 ${shellWord(path)} > utf8-file`,
    };
  }
  const packed = PACKED.find(([signature]) => hex.startsWith(signature));
  if (packed !== undefined) {
    return { what: packed[1], help: `unpack it: ${packed[2]} ${shellWord(path)}` };
  }
  if (!head.includes(0)) return undefined;
  return {
    what: 'a binary file',
    help: 'pass JSONL, JSON, CSV, text or Parquet, plain or compressed by gzip',
  };
}

/** The encoding by its mark, or by the zero bytes that UTF-16 has beside ASCII. */
function utf16Of(head: Buffer): string | undefined {
  const mark = head.toString('hex', 0, 2);
  if (mark === 'fffe' || mark === 'feff') return 'UTF-16';
  if (head.length < 4 || !head.subarray(0, 4).includes(0)) return undefined;
  if (head[1] === 0 && head[3] === 0 && head[0] !== 0 && head[2] !== 0) return 'UTF-16LE';
  if (head[0] === 0 && head[2] === 0 && head[1] !== 0 && head[3] !== 0) return 'UTF-16BE';
  return undefined;
}
