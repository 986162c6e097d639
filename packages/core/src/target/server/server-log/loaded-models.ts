import type { ServerMemory } from '../../../stream/events/memory-parts.ts';
import type { MemorySource } from './memory-line.ts';
import { PartTable } from './part-table.ts';

/** Order of preference for a load that several sources report: Ollama estimates what llama.cpp then allocates. */
const BY_TRUST: readonly MemorySource[] = ['llama.cpp', 'ollama', 'vllm', 'sglang'];

/** Maximum number of models; the ones loaded first are dropped, because they are most likely unloaded. */
const MAX_MODELS = 64;

/** A load, or the loads of one model with its draft. */
interface Loaded {
  readonly source: MemorySource;
  readonly loads: number;
  readonly table: PartTable;
}

/** The models that a server loaded according to its output, and the one that current lines belong to. */
export class LoadedModels {
  readonly #models = new Map<string, Loaded>();
  /** Model of the process that current lines belong to; empty where one process serves all. */
  #model = '';
  /** The load that current lines belong to, by source. */
  #load = new Map<MemorySource, PartTable>();

  /** The table of the load that current lines belong to. */
  table(source: MemorySource): PartTable {
    const known = this.#load.get(source);
    if (known !== undefined) return known;
    const made = new PartTable();
    this.#load.set(source, made);
    return made;
  }

  /**
   * Begins another load. llama.cpp also opens a model to read its metadata, or to estimate its memory: without weights that is
   * not a load, and Ollama's lines about the current load are kept.
   * @param model whose earlier load has ended
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

  /** Memory of all loads; undefined without one. */
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

  /** Loads of the current model, including the one in progress. */
  #withLast(): Loaded | undefined {
    const before = this.#models.get(this.#model);
    const last = this.#lastLoad();
    if (before === undefined || last === undefined) return last ?? before;
    const table = new PartTable();
    table.add(before.table);
    table.add(last.table);
    return { source: last.source, loads: before.loads + 1, table };
  }

  /** vLLM on a CPU prints no weights, so any part counts as a load. */
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
