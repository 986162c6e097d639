import { findServerModel, parseConfig, type TargetConfig } from '@loadcell/core';
import type { PlainObject } from '../../config/plain-object.ts';
import { modelFile, moduleName, type Places } from './places.ts';
import { formatServerNote } from './server-note.ts';
import type { TargetFacts } from './target-kind.ts';

/** A server that lists its models slowly is not waited for longer than this, ms. */
const MODELS_TIMEOUT_MS = 5000;

/** A target as a configuration file writes it. */
export interface CompletedTarget {
  readonly target: PlainObject;
  /** What was found out about it, for the user. */
  readonly note?: string;
}

/** The keys of a URL, without the path of an API that it may end in. */
function serverKeys({ url, api }: TargetConfig, written: PlainObject): PlainObject {
  return {
    ...written,
    url,
    ...(api === parseConfig({}).target.api ? {} : { api }),
  };
}

async function completeServer({ url, api, models, pid }: TargetFacts): Promise<CompletedTarget> {
  const written = {
    url,
    ...(api === undefined ? {} : { api }),
    ...(models.length === 0 ? {} : { models }),
    ...(pid === undefined ? {} : { pid }),
  };
  const { target } = parseConfig({ target: written });
  const found = await findServerModel(target, AbortSignal.timeout(MODELS_TIMEOUT_MS));
  const keys = serverKeys(target, written);
  const served = found.kind === 'found' && found.api !== undefined ? { api: found.api } : {};
  return {
    target:
      found.kind === 'found' && models.length === 0
        ? { ...keys, ...served, models: [found.model] }
        : { ...keys, ...served },
    note: formatServerNote(found),
  };
}

/**
 * The target of a configuration file: paths relative to its folder, and the model of a server that responds.
 * @throws {ConfigError} when a value is invalid or a file does not exist
 */
export async function completeTarget(facts: TargetFacts, places: Places): Promise<CompletedTarget> {
  const { kind, api, command, engine = '', models } = facts;
  switch (kind) {
    case 'server':
      return await completeServer(facts);
    case 'command':
      return {
        target: {
          command,
          ...(api === undefined ? {} : { api }),
          ...(models.length === 0 ? {} : { models }),
        },
      };
    case 'embedded':
      return {
        target:
          models.length === 0 ? {} : { models: models.map((file) => modelFile(file, places)) },
      };
    case 'module':
      return {
        target: {
          engine: { module: moduleName(engine, places) },
          models: models.map((file) => modelFile(file, places)),
        },
      };
  }
}
