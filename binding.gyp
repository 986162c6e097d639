{
  'targets': [
    {
      'target_name': 'loadcell',
      'includes': ['native/flags.gypi', 'native/sources.gypi'],
    },
    {
      # Starts commands, and stands between them and the runner. Static: small, and of no C library in particular.
      'target_name': 'loadcell-launch',
      'type': 'executable',
      'includes': ['native/flags.gypi', 'native/launch.gypi'],
      'ldflags': ['-static', '-s'],
    },
  ],
}
