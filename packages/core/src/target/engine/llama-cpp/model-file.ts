import { open, type FileHandle } from 'node:fs/promises';
import { isSystemError } from '../../../spec/error/system-error.ts';
import { TargetError } from '../../errors.ts';

const MAGIC = 'GGUF';

/**
 * Checks that a model file is readable and is a GGUF file at all; llama.cpp judges its content.
 * @throws {TargetError} that explains the fix
 */
export async function checkModelFile(name: string, path: string): Promise<void> {
  const magic = await readMagic(name, path);
  if (magic === MAGIC) return;
  throw new TargetError(
    `the file of model "${name}" is not a GGUF file: ${path} begins with ${JSON.stringify(magic)}`,
    {
      code: 'MODEL_NOT_GGUF',
      help: 'pass --model with a file converted for llama.cpp, or download it again',
    },
  );
}

async function readMagic(name: string, path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(MAGIC.length),
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
  return new TargetError(`cannot read the file of model "${name}": ${cause.message}`, {
    code: 'MODEL_UNREADABLE',
    help: 'pass --model with a GGUF file that this user may read',
    cause,
  });
}
