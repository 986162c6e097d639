/**
 * Variables and facts of an environment that may be kept, since they affect the performance of a server; others may be secrets.
 * `system_env` of vLLM mixes both. A name that is secret by its words is not kept even where a pattern would allow it.
 */
const ALLOWED = [
  /^VLLM_(?:ATTENTION|CPU|CUDA|CUDART|DP|ENABLE|ENGINE|FLASH|FLASHINFER|FUSED|KV|MAX|MLA|MM|MOE|NCCL|PP|RINGBUFFER|ROCM|SLEEP|SPARSE|TARGET|TPU|USE|V1|WORKER|XGRAMMAR)_[A-Z\d_]+$/,
  /^VLLM_(?:LOGGING_LEVEL|SERVER_DEV_MODE|ALLREDUCE_[A-Z_]+|ALL2ALL_BACKEND|TORCH_[A-Z_]+|DISABLE_[A-Z\d_]+)$/,
  /^(?:SGLANG|SGL)_(?:ENABLE|DISABLE|USE|IS|MAX|CHUNKED|FLASHINFER|MOE|DP|NUM|SET)_[A-Z\d_]+$/,
  /^(?:CUDA|HIP|ROCR|ASCEND|ZE)_(?:VISIBLE_DEVICES|DEVICE_ORDER|DEVICE_MAX_CONNECTIONS|LAUNCH_BLOCKING|MODULE_LOADING)$/,
  /^(?:NCCL|RCCL|OMP|MKL|KMP|OPENBLAS|GOMP|TORCHINDUCTOR|TRTLLM|GGML)_[A-Z\d_]+$/,
  /^(?:TORCH|PYTORCH)_[A-Z\d]*(?:ALLOC_CONF|ARCH_LIST|TF32_OVERRIDE|LOGS)$/,
  /^OLLAMA_(?:NUM_PARALLEL|MAX_LOADED_MODELS|MAX_QUEUE|KEEP_ALIVE|FLASH_ATTENTION|KV_CACHE_TYPE|CONTEXT_LENGTH|GPU_OVERHEAD|SCHED_SPREAD|NEW_ENGINE|LOAD_TIMEOUT)$/,
  /^(?:torch|vllm|python|pip|gcc|clang|cmake|libc|cudnn|rocm|nvidia_driver|cuda_runtime|cuda_compiled|hip_compiled|hip_runtime|miopen_runtime)_version$/,
  /^(?:is_debug_build|is_cuda_available|is_xnnpack_available|cuda_module_loading|caching_allocator_config|nvidia_gpu_models|vllm_build_flags|python_platform|os)$/,
] as const;

/** Names of fields that hold an environment: a last word `env`, `envs`, `environ` or `environment`. */
const BLOCK =
  /(?:^|[_.-]|(?<=[a-z]))(?:envs?|environ(?:ment)?|Env|Environment)$|^(?:env|environment)[_-](?:vars|variables)$/;

/** Whether the value of a name is an environment. */
export function isEnvironmentBlock(name: string): boolean {
  return BLOCK.test(name);
}

/** Whether a variable of an environment may be kept. */
export function isAllowedVariable(name: string): boolean {
  return ALLOWED.some((pattern) => pattern.test(name));
}
