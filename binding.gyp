{
  'targets': [
    {
      'target_name': 'loadcell',
      'includes': ['native/flags.gypi', 'native/sources.gypi'],
    },
  ],
}
