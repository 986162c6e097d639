import { LoadcellConfigSchema, type ParsedConfig } from '@loadcell/core';

/** The configuration without a file or flags. */
export function defaultConfig(): ParsedConfig {
  return LoadcellConfigSchema.parse({});
}
