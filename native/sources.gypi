{
  # What the shipped addon is made of. Paths are relative to this file.
  'sources': [
    'src/addon.cc',
    'src/base/thread.cc',
    'src/napi/exit_with_parent.cc',
    'src/napi/options_reader.cc',
    'src/napi/read_setup.cc',
    'src/napi/sampler_object.cc',
    'src/napi/totals_to_object.cc',
    'src/probe/linux/cgroup_processes.cc',
    'src/probe/linux/proc_text.cc',
    'src/probe/linux/process_handle.cc',
    'src/probe/linux/process_probes.cc',
    'src/probe/linux/process_stat.cc',
    'src/probe/linux/process_threads.cc',
    'src/sampler/hot_loop.cc',
    'src/sampler/memory_guard.cc',
    'src/sampler/process_table.cc',
    'src/sampler/rate_budget.cc',
    'src/sampler/sampler.cc',
    'src/sampler/survey.cc',
  ],
}
