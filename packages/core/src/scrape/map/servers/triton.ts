import { entry, MICROSECONDS, type ServerMap } from '../server-map.ts';

const KV_BLOCKS = 'nv_trt_llm_kv_cache_block_metrics';
const REQUESTS = 'nv_trt_llm_request_metrics';

/** Triton with its TensorRT-LLM backend and its own device polling. */
export const TRITON: ServerMap = {
  server: 'triton',
  isSign: (base) => base.startsWith('nv_'),
  labels: ['model', 'version', 'gpu_uuid'],
  engineLabels: [],
  entries: [
    entry('requestsRunning', REQUESTS, 'D24', { only: { request_type: ['active'] } }),
    entry('requestsWaiting', REQUESTS, 'D24', { only: { request_type: ['waiting'] } }),
    entry('requestsWaiting', 'nv_inference_pending_request_count', 'D24'),
    entry('lastStepRequests', REQUESTS, 'D24', { only: { request_type: ['scheduled'] } }),
    entry('kvCacheUsage', KV_BLOCKS, 'D24', { only: { kv_cache_block_type: ['fraction'] } }),
    entry('kvCacheBlocksUsed', KV_BLOCKS, 'D24', { only: { kv_cache_block_type: ['used'] } }),
    entry('kvCacheBlocksFree', KV_BLOCKS, 'D24', { only: { kv_cache_block_type: ['free'] } }),
    entry('kvCacheBlocksTotal', KV_BLOCKS, 'D24', { only: { kv_cache_block_type: ['max'] } }),
    entry('kvCacheTokensPerBlock', KV_BLOCKS, 'D24', {
      only: { kv_cache_block_type: ['tokens_per'] },
    }),
    // The first delivered chunk, in milliseconds; off by default.
    entry('timeToFirstToken', 'nv_inference_first_response_histogram_ms', 'D24'),
    entry('totalRequestTime', 'nv_inference_request_duration_us', 'D24', MICROSECONDS),
    entry('totalQueueTime', 'nv_inference_queue_duration_us', 'D24', MICROSECONDS),
    entry('totalComputeInputTime', 'nv_inference_compute_input_duration_us', 'D24', MICROSECONDS),
    entry('totalComputeTime', 'nv_inference_compute_infer_duration_us', 'D24', MICROSECONDS),
    entry('totalComputeOutputTime', 'nv_inference_compute_output_duration_us', 'D24', MICROSECONDS),
    entry('inferences', 'nv_inference_count', 'D24'),
    entry('executions', 'nv_inference_exec_count', 'D24'),
    entry('requestsSucceeded', 'nv_inference_request_success', 'D24'),
    entry('requestsFailed', 'nv_inference_request_failure', 'D24', { splitBy: ['reason'] }),
    entry('deviceUtilization', 'nv_gpu_utilization', 'D24'),
    entry('deviceMemoryUsed', 'nv_gpu_memory_used_bytes', 'D24'),
    entry('deviceMemoryTotal', 'nv_gpu_memory_total_bytes', 'D24'),
    entry('devicePower', 'nv_gpu_power_usage', 'D24'),
    entry('deviceEnergy', 'nv_energy_consumption', 'D24'),
  ],
};
