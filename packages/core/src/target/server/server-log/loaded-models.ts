import type { ServerMemory } from '../../../stream/events/memory-parts.ts';
import type { MemorySource } from './memory-line.ts';
import { PartTable } from './part-table.ts';

/** Whose lines stand for a load that several speak of: Ollama estimates what llama.cpp then allocates. */
const BY_TRUST: readonly MemorySource[] = ['llama.cpp', 'ollama', 'vllm', 'sglang'];

/** Models that are kept at most; of more, those that were loaded first are the likeliest to be gone. */
const MAX_MODELS = 64;

/** A load, or the loads of one model with its draft. */
interface Loaded {
  readonly source: MemorySource;
  readonly loads: number;
  readonly table: PartTable;
}

/** The models that a server loaded, by what it printed of them, and the one that lines are of now. */
export class LoadedModels {
  readonly #models = new Map<string, Loaded>();
  /** Whose process lines are of now; empty where the server has one for all. */
  #model = '';
  /** The load that lines are of now, in the wording of each server. */
  #load = new Map<MemorySource, PartTable>();

  /** The table of the load that lines are of now. */
  table(source: MemorySource): PartTable {
    const known = this.#load.get(source);
    if (known !== undefined) return known;
    const made = new PartTable();
    this.#load.set(source, made);
    return made;
  }

  /**
   * Another load begins. llama.cpp also opens a model to read its metadata, or to project what it will take: without weights
   * that was no load, and what Ollama said of the load that is under way stays.
   * @param model whose earlier load is over
   */
  begin(source: MemorySource, model?: string): void {
    if (source === 'llama.cpp' && this.#load.get(source)?.hasWeights !== true) {
      this.#load.delete(source);
      return;
    }
    const loaded = this.#withLast();
    this.#load = new Map();
    if (loaded !== undefined) this.#keep(this.#model, loaded);
    if (model === undefined) return;
    this.#model = model;
    this.#models.delete(model);
  }

  /** All that was loaded; undefined where nothing was. */
  memory(): ServerMemory | undefined {
    const last = this.#withLast();
    const others = [...this.#models].filter(([model]) => model !== this.#model);
    const all = [...others.map(([, loaded]) => loaded), ...(last === undefined ? [] : [last])];
    const source = all.at(-1)?.source;
    if (source === undefined) return undefined;
    const total = new PartTable();
    for (const { table } of all) total.add(table);
    const { kvCacheTokens } = total;
    return {
      source,
      loads: all.reduce((sum, { loads }) => sum + loads, 0),
      parts: total.parts(),
      ...(kvCacheTokens === 0 ? {} : { kvCacheTokens }),
    };
  }

  #keep(model: string, loaded: Loaded): void {
    this.#models.set(model, loaded);
    const [oldest] = this.#models.keys();
    if (this.#models.size > MAX_MODELS && oldest !== undefined) this.#models.delete(oldest);
  }

  /** What is loaded of the present model, the load that lines are of now included. */
  #withLast(): Loaded | undefined {
    const before = this.#models.get(this.#model);
    const last = this.#lastLoad();
    if (before === undefined || last === undefined) return last ?? before;
    const table = new PartTable();
    table.add(before.table);
    table.add(last.table);
    return { source: last.source, loads: before.loads + 1, table };
  }

  /** vLLM on a CPU prints no weights, so that any part makes a load of it. */
  #lastLoad(): Loaded | undefined {
    for (const source of BY_TRUST) {
      const table = this.#load.get(source);
      if (table === undefined) continue;
      const isLoad = source === 'vllm' ? table.parts().length > 0 : table.hasWeights;
      if (isLoad) return { source, loads: 1, table };
    }
    return undefined;
  }
}
