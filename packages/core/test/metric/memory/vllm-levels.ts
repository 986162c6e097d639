/**
 * What memory returned to in each sixteenth of the requests, KiB: vLLM 0.32.0 on a CPU, at concurrency 16, one window
 * after another on the same server. Its cache of compiled kernels was full in the third.
 */
export const VLLM_WINDOWS = {
  first: {
    requests: 1200,
    levels: [
      18795, 45552, 64750, 77730, 83925, 96620, 111656, 119510, 125052, 138338, 146151, 152796,
      165053, 173751, 183454, 194210,
    ],
  },
  second: {
    requests: 4000,
    levels: [
      10580, 33011, 47848, 62152, 68541, 81023, 87847, 99830, 104181, 105768, 112564, 124238,
      128210, 130435, 136734, 138493,
    ],
  },
  third: {
    requests: 4000,
    levels: [
      5100, 8338, 13382, 18773, 22504, 25305, 26168, 26832, 32859, 33436, 35059, 35552, 35559,
      35471, 35493, 35534,
    ],
  },
  /** The first window of a server that was started with ONEDNN_PRIMITIVE_CACHE_CAPACITY=64, after 400 other requests. */
  ofSmallCache: {
    requests: 1200,
    levels: [
      141, 254, 282, 357, 911, 2001, 2072, 2248, 2333, 2350, 2307, 2350, 2351, 2404, 2434, 2490,
    ],
  },
} as const;

/** Anonymous memory of the processes of that server, bytes. */
export const VLLM_BYTES = 2300 * 2 ** 20;
