"""Runs a command where the kernel rejects SO_TIMESTAMPING, as a sandbox does: reject_timestamping.py COMMAND..."""

import ctypes
import os
import platform
import struct
import sys

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
SO_TIMESTAMPING, ENOPROTOOPT = 37, 92
SETSOCKOPT = {"x86_64": 54, "aarch64": 208}[platform.machine()]

LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
# Offsets in seccomp_data: the number of the call, and the lower half of its third argument.
CALL, OPTION = 0, 16 + 2 * 8
STEPS = [
    (LOAD, 0, 0, CALL),
    (EQUAL, 0, 3, SETSOCKOPT),
    (LOAD, 0, 0, OPTION),
    (EQUAL, 0, 1, SO_TIMESTAMPING),
    (RETURN, 0, 0, ERRNO | ENOPROTOOPT),
    (RETURN, 0, 0, ALLOW),
]

program = b"".join(struct.pack("HBBI", *step) for step in STEPS)
steps = ctypes.create_string_buffer(program, len(program))


class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


filters = Filter(len(STEPS), ctypes.addressof(steps))
libc = ctypes.CDLL(None, use_errno=True)
if (
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
    or libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filters), 0, 0) != 0
):
    sys.exit("seccomp is not available: " + os.strerror(ctypes.get_errno()))
os.execvp(sys.argv[1], sys.argv[1:])
