import { isItemApi } from '../../spec/api-name.ts';
import type { ParsedConfig } from '../config-schema.ts';

/** The configuration, in which single requests of an API that generates no text have no output. */
export function withoutText(parsed: ParsedConfig): ParsedConfig {
  if (!isItemApi(parsed.target.api)) return parsed;
  const { baseline, 'cross-model': crossModel } = parsed.phases;
  return {
    ...parsed,
    phases: {
      ...parsed.phases,
      baseline: { ...baseline, outputTokens: 0 },
      'cross-model': { ...crossModel, outputTokens: 0 },
    },
  };
}
