import { open, type FileHandle } from 'node:fs/promises';
import { isSystemError } from '../../../spec/error/system-error.ts';
import { formatBytes } from '../../../spec/format-quantity.ts';
import { TargetError } from '../../errors.ts';
import { findMissingBytes } from '../gguf/missing-bytes.ts';

const MAGIC = 'GGUF';

/** Enough to recognize what a failed download leaves. */
const READ_BYTES = 64;

const DOWNLOAD_AGAIN = 'download the file again';

/** What a file is instead, by its beginning, and what to do. */
const INSTEAD: readonly (readonly [beginning: RegExp, what: string, help: string])[] = [
  [/^$/, 'is empty', DOWNLOAD_AGAIN],
  [
    /^version https:\/\/git-lfs/,
    'is a pointer of Git LFS, not the model',
    'run git lfs pull in its repository, or download the file itself',
  ],
  [
    /^\s*<(?:!doctype|html|\?xml)/i,
    'is a web page, not a model',
    'download the file itself, not the page about it; check whether that needs a login',
  ],
  [
    /^\s*\{/,
    'is JSON, such as an error of a server, not a model',
    'download the file again; check whether that needs a login',
  ],
];

/**
 * Checks that a model file is readable and is a GGUF file at all; llama.cpp judges its content.
 * @throws {TargetError} that explains the fix
 */
export async function checkModelFile(name: string, path: string): Promise<void> {
  const beginning = await readBeginning(name, path);
  if (beginning.startsWith(MAGIC)) return;
  const [, what, help] = INSTEAD.find(([pattern]) => pattern.test(beginning)) ?? [];
  const start = JSON.stringify(beginning.slice(0, MAGIC.length));
  throw new TargetError(
    what === undefined
      ? `the file of model "${name}" is not a GGUF file: ${path} begins with ${start}`
      : `the file of model "${name}" ${what}: ${path}`,
    {
      code: 'MODEL_NOT_GGUF',
      help: help ?? 'pass --model with a file converted for llama.cpp, or download it again',
    },
  );
}

/**
 * Refuses model files that end early, as a download that was cut off does. The runner calls it: reading the list of tensors
 * takes memory that would count as the engine's.
 * @throws {TargetError} with both sizes
 */
export async function refuseTruncated(
  models: readonly { readonly name: string; readonly path: string }[],
): Promise<void> {
  for (const { name, path } of models) {
    const missing = await findMissingBytes(path).catch(ignoreUnreadable);
    if (missing === undefined) continue;
    const { fileBytes, neededBytes } = missing;
    const has = Number.isNaN(neededBytes)
      ? `ends within its header, after ${formatBytes(fileBytes)}`
      : `has ${formatBytes(fileBytes)} of ${formatBytes(neededBytes)}`;
    throw new TargetError(`the file of model "${name}" is truncated: ${path} ${has}`, {
      code: 'MODEL_TRUNCATED',
      help: `${DOWNLOAD_AGAIN}; nothing was measured`,
    });
  }
}

/** The engine reports a file that cannot be read, when it opens it. */
function ignoreUnreadable(error: unknown): undefined {
  if (!isSystemError(error)) throw error;
}

async function readBeginning(name: string, path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(READ_BYTES),
      position: 0,
    });
    return buffer.toString('latin1', 0, bytesRead);
  } catch (cause) {
    throw describe(name, path, cause);
  } finally {
    await file?.close();
  }
}

function describe(name: string, path: string, cause: unknown): unknown {
  if (!isSystemError(cause)) return cause;
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') {
    return new TargetError(`the file of model "${name}" does not exist: ${path}`, {
      code: 'MODEL_MISSING',
      help: 'check the path in --model; for a server pass --url as well',
      cause,
    });
  }
  const reason = cause.code === 'EISDIR' ? `${path} is a folder` : cause.message;
  return new TargetError(`cannot read the file of model "${name}": ${reason}`, {
    code: 'MODEL_UNREADABLE',
    help: 'pass --model with a GGUF file that this user may read',
    cause,
  });
}
