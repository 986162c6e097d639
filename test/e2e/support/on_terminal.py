"""Runs a command on a new terminal: on_terminal.py COLUMNS ROWS COMMAND...

What the command writes goes to stdout unchanged. Lines on stdin control the terminal:
`resize COLUMNS ROWS`, and `key CODE` to press a key (3 is Ctrl-C). Exits with the code of the command.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def obey(terminal, line):
    name, *numbers = line.split()
    if name == "resize":
        resize(terminal, int(numbers[0]), int(numbers[1]))
    elif name == "key":
        os.write(terminal, bytes([int(numbers[0])]))


def main():
    columns, rows, *command = sys.argv[1:]
    # The command starts once the terminal has its size.
    go, tell = os.pipe()
    pid, terminal = pty.fork()
    if pid == 0:
        os.close(tell)
        os.read(go, 1)
        os.execvp(command[0], command)
    resize(terminal, int(columns), int(rows))
    os.close(go)
    os.close(tell)
    asked = b""
    watched = [terminal, sys.stdin.fileno()]
    while True:
        for ready in select.select(watched, [], [])[0]:
            if ready == terminal:
                try:
                    written = os.read(terminal, 65536)
                except OSError:  # Linux reports an error once the last process has closed the terminal.
                    written = b""
                if not written:
                    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                os.write(sys.stdout.fileno(), written)
            else:
                read = os.read(ready, 4096)
                if not read:
                    watched.remove(ready)
                asked += read
                *lines, asked = asked.split(b"\n")
                for line in lines:
                    obey(terminal, line.decode())


sys.exit(main() % 256)
