import { basename } from 'node:path';
import { ConfigError } from '../../spec/error/errors.ts';
import type { Codec } from '../../target/codec/codec.ts';
import { CodecModuleSchema, type CodecModule } from '../../target/codec/custom/codec-module.ts';
import { moduleCodec } from '../../target/codec/custom/module-codec.ts';
import { templateCodec } from '../../target/codec/custom/template-codec.ts';
import { resolveModule } from '../../target/module/resolve-module.ts';
import type { TargetConfig } from '../config-schema.ts';

/** What to export. */
const EXPORTS =
  'export functions encode(query) and read(event), or an object with them as default (see CodecModule in @loadcell/core)';

/**
 * The codec that the user wrote; undefined where the API is a known one.
 * @throws {ConfigError} where the module cannot be imported or exports no codec, or the template is invalid
 */
export async function loadCodec({ codec, template }: TargetConfig): Promise<Codec | undefined> {
  if (template !== undefined) return templateCodec(template);
  if (codec === undefined) return undefined;
  return moduleCodec(moduleOf(await importModule(codec), codec), basename(codec));
}

async function importModule(module: string): Promise<unknown> {
  try {
    return await import(resolveModule(module));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`target.codec: cannot import "${module}": ${reason}`, {
      cause,
      help: `name the path of a JavaScript module, or a package, relative to ${process.cwd()}`,
    });
  }
}

function moduleOf(exports: unknown, module: string): CodecModule {
  const named = CodecModuleSchema.safeParse({ ...Object(exports) });
  if (named.success) return named.data;
  const byDefault = CodecModuleSchema.safeParse(Reflect.get(Object(exports), 'default'));
  if (byDefault.success) return byDefault.data;
  throw new ConfigError(`target.codec: "${module}" exports no codec`, { help: EXPORTS });
}
