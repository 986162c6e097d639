import { LoadcellConfigSchema, type ParsedConfig } from '@loadcell/core';

/** What holds where neither a file nor a flag says anything. */
export function defaultConfig(): ParsedConfig {
  return LoadcellConfigSchema.parse({});
}
