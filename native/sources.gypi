{
  # What the shipped addon is made of. Paths are relative to this file.
  'sources': [
    'src/addon.cc',
    'src/base/thread.cc',
    'src/napi/exit_with_parent.cc',
    'src/napi/sampler_object.cc',
    'src/probe/linux/proc_text.cc',
    'src/probe/linux/process_handle.cc',
    'src/sampler/sampler.cc',
  ],
}
