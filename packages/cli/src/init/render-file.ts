import path from 'node:path';
import { parse } from 'yaml';
import { unknownFormat } from '../config/load-config-file.ts';
import { renderTemplate } from './template/render-template.ts';
import { TYPESCRIPT } from './template/typescript-syntax.ts';
import { YAML } from './template/yaml-syntax.ts';

/** Units, for every file with comments. */
const UNITS =
  "Durations are milliseconds or text with a unit: '30s', '1h'. Memory is bytes or text: '512MiB', '14GiB'.";

type Renderer = (jsonSchema: unknown, heading: readonly string[]) => string;

const renderTypescript: Renderer = (jsonSchema, heading) =>
  renderTemplate(jsonSchema, [...heading, UNITS], TYPESCRIPT);

const renderYaml: Renderer = (jsonSchema, heading) =>
  renderTemplate(jsonSchema, [...heading, UNITS], YAML);

/** JSON has no comments: only what has a value is left. */
const renderJson: Renderer = (jsonSchema, heading) =>
  `${JSON.stringify(parse(renderYaml(jsonSchema, heading)), null, 2)}\n`;

/**
 * How a file is rendered, by its extension.
 * @throws {ConfigError} for one that no configuration has
 */
export function rendererFor(file: string): Renderer {
  switch (path.extname(file)) {
    case '.json':
      return renderJson;
    case '.yaml':
    case '.yml':
      return renderYaml;
    case '.ts':
    case '.mts':
    case '.js':
    case '.mjs':
      return renderTypescript;
    default:
      throw unknownFormat(file);
  }
}
