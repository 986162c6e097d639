import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, configJsonSchema } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { findConfigFile } from '../config/find-config-file.ts';
import { isCodedError } from '../error-code.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { renderConfigTemplate } from './render-config-template.ts';

const FILE_NAME = 'loadcell.config.ts';

/** Writes a configuration that says what every default is; never over an existing one. */
export async function writeConfig({ terminal }: Invocation): Promise<ExitCode> {
  const existing = findConfigFile(terminal.workingDirectory);
  if (existing !== undefined) {
    throw new ConfigError(
      `${existing} is there already, and is left as it is. Remove it first to begin anew.`,
    );
  }
  const file = path.join(terminal.workingDirectory, FILE_NAME);
  try {
    // Exclusive: what appeared since it was looked for is not overwritten either.
    await writeFile(file, renderConfigTemplate(configJsonSchema()), { flag: 'wx' });
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw new ConfigError(`${file} cannot be written: ${error.message}`, { cause: error });
  }
  terminal.stdout.write(
    `Wrote ${FILE_NAME}. Every line in it is a default; change what you need.\n`,
  );
  return EXIT_CODES.pass;
}
