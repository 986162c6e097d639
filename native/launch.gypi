{
  # Sources of the launcher. Paths are relative to this file.
  'sources': [
    'src/launch/execute.cc',
    'src/launch/given_descriptors.cc',
    'src/launch/launch_plan.cc',
    'src/launch/launcher.cc',
    'src/launch/listed_processes.cc',
    'src/launch/main.cc',
    'src/launch/runner_channel.cc',
    'src/launch/started_command.cc',
    'src/launch/terminal.cc',
    'src/launch/typed_signals.cc',
  ],
}
