"""The child's side of reading a hostile file in a process of its own: its cap, and its frames.

A frame is four bytes of length, then a pickled tuple of plain values. Start-up is part of every
reading, so this module stays light; the parent's side is `core.children`.
"""

import pickle
import sys
from typing import IO, Any

MEBIBYTE = 1 << 20


def write_frame(sink: IO[bytes], frame: tuple[Any, ...]) -> None:
    """Hands a tuple of plain values to the parent."""
    data = pickle.dumps(frame, protocol=5)
    sink.write(len(data).to_bytes(4, "big") + data)  # one piece: two threads may have a say


def cap_own_memory(size: int) -> None:
    """Makes the operating system refuse this process more than `size` bytes of memory."""
    if sys.platform == "win32":
        _cap_by_job_object(size)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold ID numbers
        if sys.platform != "darwin":  # macOS knows the call and refuses every value
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


def cap_own_time(seconds: int) -> None:
    """Makes the operating system end this process (SIGXCPU) after that much work of its own; what
    it waits because others work does not count. On Windows the parent's clock alone ends it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def _cap_by_job_object(size: int) -> None:
        """Puts this process into a job of its own (Windows 8 and later nest jobs)."""
        extended_limit_information, limit_process_memory = 9, 0x100
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = limit_process_memory
        limits.ProcessMemoryLimit = size
        job = kernel.CreateJobObjectW(None, None)
        if not (
            job
            and kernel.SetInformationJobObject(
                job, extended_limit_information, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())
