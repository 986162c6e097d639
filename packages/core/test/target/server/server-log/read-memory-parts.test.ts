import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  ServerMemorySchema,
  type ServerMemory,
} from '../../../../src/stream/events/memory-parts.ts';
import {
  MemoryPartsReader,
  readMemoryParts,
} from '../../../../src/target/server/server-log/read-memory-parts.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Lines printed by a real server. */
function recorded(name: string): string[] {
  const url = new URL(`../../../../../../test/fixtures/${name}.log`, import.meta.url);
  return readFileSync(url, 'utf8').split('\n');
}

/** Bytes by part, in MiB as printed, and the rest of the result. */
async function read(lines: readonly string[]) {
  const memory = await readMemoryParts(lines);
  if (memory === undefined) return undefined;
  expect(ServerMemorySchema.parse(memory)).toEqual(memory);
  const { parts, ...rest } = memory;
  const sizes = parts.map(({ part, bytes }) => [part, Math.round((100 * bytes) / MIB) / 100]);
  return { ...rest, mib: Object.fromEntries(sizes) };
}

function placesOf(memory: ServerMemory | undefined, part: string): unknown {
  return memory?.parts.find((one) => one.part === part)?.places;
}

describe('memory in the output of llama.cpp', () => {
  const one = { weights: 51.1, 'kv-cache': 64, 'compute-buffers': 14.07, 'output-buffers': 0.01 };

  it('is that of the buffers of the model', async () => {
    expect(await read(recorded('llama-server-current/startup'))).toEqual({
      source: 'llama.cpp',
      loads: 1,
      mib: one,
      kvCacheTokens: 4096,
    });
  });

  it('ignores a load that only estimates the memory of the model', async () => {
    const lines = recorded('llama-server-current/startup-projected');
    expect(lines.filter((line) => line.includes('model buffer size'))).toHaveLength(2);
    expect(await read(lines)).toMatchObject({ loads: 1, mib: one });
  });

  it('adds up a model and its draft', async () => {
    expect(await read(recorded('llama-server-current/startup-draft'))).toEqual({
      source: 'llama.cpp',
      loads: 2,
      mib: {
        weights: 102.2,
        'kv-cache': 128,
        'compute-buffers': 28.14,
        'output-buffers': 0.02,
      },
      kvCacheTokens: 4096,
    });
  });

  it('is read in the wording of older versions and forks, by device', async () => {
    const memory = await readMemoryParts([
      'llama_model_loader: loaded meta data with 22 key-value pairs and 291 tensors from a.gguf',
      'llm_load_tensors:        CPU buffer size =  1640.62 MiB',
      'llm_load_tensors:      CUDA0 buffer size =  5434.38 MiB',
      'llama_new_context_with_model: n_ctx      = 4096',
      'llama_kv_cache_init:      CUDA0 KV buffer size =  1536.00 MiB',
      'llama_kv_cache_init:      CUDA1 KV buffer size =  3584.00 MiB',
      'llama_new_context_with_model: KV self size  = 5120.00 MiB, K (f16): 2560.00 MiB, V (f16): 2560.00 MiB',
      'llama_new_context_with_model:  CUDA_Host  output buffer size =     1.95 MiB',
      'llama_new_context_with_model:      CUDA0 compute buffer size =   672.01 MiB',
    ]);
    expect(placesOf(memory, 'weights')).toEqual([
      { name: 'CUDA0', bytes: Math.round(5434.38 * MIB) },
      { name: 'CPU', bytes: Math.round(1640.62 * MIB) },
    ]);
    expect(placesOf(memory, 'kv-cache')).toEqual([
      { name: 'CUDA1', bytes: 3584 * MIB },
      { name: 'CUDA0', bytes: 1536 * MIB },
    ]);
    expect(placesOf(memory, 'compute-buffers')).toHaveLength(1);
    expect(placesOf(memory, 'output-buffers')).toHaveLength(1);
  });

  it('counts reallocated compute buffers once, and those of a second context as well', async () => {
    const model = 'load_tensors: CPU model buffer size = 10.00 MiB';
    const context = 'llama_context: constructing llama_context';
    const compute = (size: string) => `sched_reserve: CPU compute buffer size = ${size} MiB`;
    const lines = [model, context, compute('8.00'), compute('12.00'), context, compute('3.00')];
    expect(await read(lines)).toMatchObject({ mib: { weights: 10, 'compute-buffers': 15 } });
  });

  it('adds up buffers of one name, as of a model in several files or two kinds of cache', async () => {
    const lines = [
      'load_tensors: CPU_Mapped model buffer size = 10.00 MiB',
      'load_tensors: CPU_Mapped model buffer size = 5.00 MiB',
      'llama_kv_cache: CPU KV buffer size = 8.00 MiB',
      'llama_kv_cache: size = 8.00 MiB ( 4096 cells, 4 layers, 1/1 seqs), K (f16): 4.00 MiB, V (f16): 4.00 MiB',
      'llama_kv_cache: CPU KV buffer size = 2.00 MiB',
      'llama_kv_cache: size = 2.00 MiB ( 1024 cells, 4 layers, 1/1 seqs), K (f16): 1.00 MiB, V (f16): 1.00 MiB',
    ];
    expect(await read(lines)).toMatchObject({
      mib: { weights: 15, 'kv-cache': 10 },
      kvCacheTokens: 4096,
    });
  });
});

describe('memory in the output of Ollama', () => {
  it('counts each model once, however often it was loaded', async () => {
    const lines = recorded('ollama/startup');
    expect(lines.filter((line) => line.includes('model buffer size'))).toHaveLength(4);
    expect(await read(lines)).toEqual({
      source: 'llama.cpp',
      loads: 2,
      mib: { weights: 58.55, 'kv-cache': 40, 'compute-buffers': 22.11, 'output-buffers': 0.02 },
      kvCacheTokens: 2048,
    });
  });

  const own = (kind: string, device: string, size: string): string =>
    `time=2025-08-24T08:26:00.310Z level=INFO source=backend.go:321 msg="${kind}" device=${device} size="${size}"`;
  const started =
    'time=2025-08-24T08:26:00.000Z level=INFO source=server.go:383 msg="starting runner" cmd="ollama runner --ollama-engine --model blobs/a --port 1"';

  it('is that of its own engine, by the last lines of a load', async () => {
    const lines = [
      started,
      own('model weights', 'CUDA0', '3.0 GiB'),
      own('model weights', 'CUDA0', '4.5 GiB'),
      own('kv cache', 'CUDA0', '936.0 MiB'),
      own('compute graph', 'CUDA0', '98.0 MiB'),
      own('compute graph', 'CPU', '0 B'),
      own('total memory', 'CUDA0', '5.4 GiB'),
    ];
    expect(await read(lines)).toEqual({
      source: 'ollama',
      loads: 1,
      mib: { weights: 4608, 'kv-cache': 936, 'compute-buffers': 98 },
    });
  });

  it('is what llama.cpp allocated, not what Ollama estimated for the same load', async () => {
    const lines = [
      started,
      own('model weights', 'CPU', '1.0 GiB'),
      'llama_model_loader: loaded meta data with 20 key-value pairs and 75 tensors from blobs/a',
      'load_tensors: CPU model buffer size = 51.10 MiB',
    ];
    expect(await read(lines)).toEqual({ source: 'llama.cpp', loads: 1, mib: { weights: 51.1 } });
  });

  it('keeps a model of its own engine when llama.cpp only reads the metadata of another', async () => {
    const lines = [
      started,
      own('model weights', 'CPU', '1.0 GiB'),
      'llama_model_loader: loaded meta data with 20 key-value pairs and 75 tensors from blobs/b',
      'llama_model_load: vocab only - skipping tensors',
      started.replace('blobs/a', 'blobs/b'),
      'llama_model_loader: loaded meta data with 20 key-value pairs and 75 tensors from blobs/b',
      'load_tensors: CPU model buffer size = 512.00 MiB',
    ];
    expect(await read(lines)).toMatchObject({ loads: 2, mib: { weights: 1536 } });
  });
});

describe('memory in the output of vLLM', () => {
  it('is only the cache on a CPU, where it prints no weights', async () => {
    expect(await read(recorded('vllm-server/startup'))).toEqual({
      source: 'vllm',
      loads: 1,
      mib: { 'kv-cache': 1024 },
      kvCacheTokens: 524_288,
    });
  });

  it('adds up its workers, and names those that printed a size', async () => {
    const worker = (rank: number, said: string): string =>
      `(Worker_TP${rank} pid=${34_322 + rank}) INFO 05-06 20:59:59 [gpu_worker.py:1] ${said}`;
    const memory = await readMemoryParts([
      worker(0, 'Model loading took 12.66 GiB memory and 31.657031 seconds'),
      worker(1, 'Model loading took 12.66 GiB memory and 31.957031 seconds'),
      worker(0, 'Available KV cache memory: 8.11 GiB'),
      '(EngineCore pid=2) INFO 05-06 21:00:12 [kv_cache_utils.py:1] GPU KV cache size: 178,880 tokens',
      '(EngineCore pid=2) INFO 05-06 21:00:12 [kv_cache_utils.py:1] GPU KV cache size: 178,880 tokens',
      worker(0, 'Graph capturing finished in 5 secs, took 0.67 GiB'),
      worker(
        0,
        'Free memory on device (78.66/79.19 GiB) on startup. Desired GPU memory utilization is (0.9, 71.27 GiB). Actual usage is 12.66 GiB for weight, 1.97 GiB for peak activation, 0.07 GiB for non-torch memory, and 0.67 GiB for CUDAGraph memory.',
      ),
    ]);
    expect(memory).toMatchObject({ source: 'vllm', loads: 1, kvCacheTokens: 178_880 });
    expect(placesOf(memory, 'weights')).toEqual([
      { name: 'Worker_TP0', bytes: Math.round(12.66 * GIB) },
      { name: 'Worker_TP1', bytes: Math.round(12.66 * GIB) },
    ]);
    expect(placesOf(memory, 'kv-cache')).toEqual([
      { name: 'Worker_TP0', bytes: Math.round(8.11 * GIB) },
    ]);
    expect(placesOf(memory, 'cuda-graphs')).toEqual([
      { name: 'Worker_TP0', bytes: Math.round(0.67 * GIB) },
    ]);
    expect(placesOf(memory, 'compute-buffers')).toEqual([
      { name: 'Worker_TP0', bytes: Math.round(1.97 * GIB) },
    ]);
  });

  it.each([
    'INFO 09-21 12:50:12 [model_runner.py:404] Model loading took 2.5 GiB and 12.003756 seconds',
    'INFO 03-03 20:36:02 [model_runner.py:1117] Model loading took 2.5 GB and 9.033798 seconds',
    '\u001B[0;36m(EngineCore_DP0 pid=3021)\u001B[0;0m INFO [x.py:1] Model loading took 2.5 GiB memory and 1.0 seconds',
  ])('reads weights as %s', async (line) => {
    expect(await read([line])).toMatchObject({ mib: { weights: 2560 } });
  });

  it.each([
    'Initial free memory 93.95 GiB, reserved 4.0 GiB memory for KV Cache as specified by kv_cache_memory_bytes config and skipped memory profiling.',
    'Auto set (4.0/18.0) GiB for KV cache on node 0, with 5.4 GiB requested memory for the worker.',
  ])('reads the cache as %s', async (said) => {
    expect(await read([`INFO 09-22 01:20:17 [w.py:1] ${said}`])).toMatchObject({
      mib: { 'kv-cache': 4096 },
    });
  });
});

describe('memory in the output of SGLang', () => {
  it('adds up its ranks, which hold the same tokens', async () => {
    const lines = [0, 1].flatMap((rank) => [
      `[2025-03-08 12:29:21 TP${rank}] Load weight end. type=Qwen2ForCausalLM, dtype=torch.bfloat16, avail mem=6.09 GB, mem usage=15.50 GB.`,
      `[2025-03-08 12:29:21 TP${rank}] KV Cache is allocated. #tokens: 46611, K size: 1.50 GB, V size: 1.50 GB`,
      `[2025-03-08 12:29:25 TP${rank}] Capture cuda graph end. Time elapsed: 5.37 s. mem usage=0.50 GB. avail mem=2.59 GB.`,
    ]);
    expect(await read(lines)).toEqual({
      source: 'sglang',
      loads: 1,
      mib: { weights: 31 * 1024, 'kv-cache': 6 * 1024, 'cuda-graphs': 1024 },
      kvCacheTokens: 46_611,
    });
  });
});

describe('output without memory lines', () => {
  it('gives no result', async () => {
    expect(await readMemoryParts([])).toBeUndefined();
    expect(await readMemoryParts(['srv  llama_server: model loaded', ''])).toBeUndefined();
  });

  it('gives no result where no weights were allocated', async () => {
    const lines = [
      'llama_kv_cache: CPU KV buffer size = 8.00 MiB',
      'x: CPU buffer size = 5.00 MiB',
    ];
    expect(await readMemoryParts(lines)).toBeUndefined();
  });
});

describe('endless output', () => {
  it('keeps no more than a server can have', () => {
    const reader = new MemoryPartsReader();
    for (let index = 0; index < 10_000; index += 1) {
      reader.take(`load_tensors: CPU${index} model buffer size = 1.00 MiB`);
      reader.take(`msg="starting runner" cmd="ollama runner --model blobs/${index % 5000}"`);
    }
    expect(reader.memory?.loads).toBe(64);
  });

  it('keeps no more places of a load than a server can have', () => {
    const reader = new MemoryPartsReader();
    for (let index = 0; index < 10_000; index += 1) {
      reader.take(`load_tensors: CPU${index} model buffer size = 1.00 MiB`);
    }
    expect(reader.memory?.parts[0]?.places).toHaveLength(256);
  });

  it('reads the beginning of a line that has none', () => {
    const reader = new MemoryPartsReader();
    reader.take(`load_tensors: CPU model buffer size = 1.00 MiB${' (a'.repeat(1e6)}`);
    expect(reader.memory?.parts).toHaveLength(1);
  });
});
