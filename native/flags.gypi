{
  # Compiler settings of the addon. Paths are relative to this file.
  'defines': ['NAPI_VERSION=8', 'NAPI_CPP_EXCEPTIONS', 'NODE_ADDON_API_DISABLE_DEPRECATED'],
  'include_dirs': ['src'],
  'cflags_cc!': ['-fno-exceptions', '-fno-rtti', '-std=gnu++17'],
  'cflags_cc': [
    '-std=c++20',
    '-fexceptions',
    '-fvisibility=hidden',
    '-Wall',
    '-Wextra',
    '-Wshadow',
    '-Wconversion',
    '-Wunused-parameter',
    '-Werror',
    # Third-party headers are system headers, so that their warnings are not errors here.
    '-isystem <!(node -p "require(\'node:path\').resolve(require(\'node-addon-api\').include_dir)")',
  ],
}
