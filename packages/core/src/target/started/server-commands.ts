import { TargetError } from '../errors.ts';
import type { ServerCommand } from './server-process.ts';

/** The commands that start a server: one for each model, or one under an empty name whose server chooses its models. */
export class ServerCommands {
  readonly #byModel: ReadonlyMap<string, ServerCommand>;

  constructor(byModel: ReadonlyMap<string, ServerCommand>) {
    this.#byModel = byModel;
  }

  /** The model whose command is started first. */
  get firstModel(): string {
    const [first = ''] = this.#byModel.keys();
    return first;
  }

  /** Whether another model is loaded by starting another process. */
  get switchModels(): boolean {
    return this.#byModel.size > 1;
  }

  /** The models that each have a command; undefined where the server chooses its models. */
  get models(): readonly string[] | undefined {
    return this.#byModel.has('') ? undefined : [...this.#byModel.keys()];
  }

  /** @throws {TargetError} when there is none for this model */
  of(model: string): ServerCommand {
    const command = this.#byModel.get(model);
    if (command !== undefined) return command;
    throw new TargetError(`no command starts a server of model "${model}"`, {
      code: 'NO_MODEL',
      help: `use one of ${[...this.#byModel.keys()].join(', ')}`,
    });
  }

  /**
   * The server's own name of a model: the process of one model may list it under another name.
   * @param listed models that the process lists
   */
  servedName(model: string, listed: readonly string[]): string {
    if (this.models === undefined || listed.includes(model)) return model;
    return listed[0] ?? model;
  }
}
