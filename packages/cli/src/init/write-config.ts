import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, configJsonSchema } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { findConfigFile } from '../config/find-config-file.ts';
import { fileReason, isCodedError } from '../error-code.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { renderConfigTemplate } from './render-config-template.ts';

const FILE_NAME = 'loadcell.config.ts';

/** Writes a configuration with every default; never overwrites an existing one. */
export async function writeConfig({ terminal }: Invocation): Promise<ExitCode> {
  const existing = findConfigFile(terminal.workingDirectory);
  if (existing !== undefined) {
    throw new ConfigError(`${existing} already exists and was not changed`, {
      help: 'delete it to start over',
    });
  }
  const file = path.join(terminal.workingDirectory, FILE_NAME);
  try {
    // Exclusive, so that a file created since the check is not overwritten either.
    await writeFile(file, renderConfigTemplate(configJsonSchema()), { flag: 'wx' });
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw new ConfigError(`cannot write ${file}: ${fileReason(error)}`, {
      cause: error,
      help: 'check that the folder is writable',
    });
  }
  terminal.stdout.write(
    `Wrote ${FILE_NAME}. Every setting is at its default; change what you need.\n`,
  );
  return EXIT_CODES.pass;
}
