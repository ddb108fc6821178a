"""How much one list may cost before it is refused, and the cap that a reading child puts on itself.

A 1.4 kB workbook can ask for 549 GB of memory. The sizes here let a whole county's roster pass
(100,000 rows need a tenth of them) and stop what no list ever needs. This module is imported by
the child, so it stays light.
"""

import sys
from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take; sizes in bytes, times in seconds.

    Memory and time start at a floor and grow with the file, because a big file that is honest
    needs both; the growth is capped by `memory_ceiling`.
    """

    file_bytes: int = 128 * MEBIBYTE
    text_bytes: int = 64 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    entries: int = 10_000
    ratio: int = 400
    cells: int = 20_000_000
    result_bytes: int = 512 * MEBIBYTE
    memory_bytes: int = 512 * MEBIBYTE
    memory_ceiling: int = 2048 * MEBIBYTE
    seconds: float = 10.0

    def memory_for(self, size: int) -> int:
        """The child's memory for a file of `size` bytes."""
        return min(self.memory_bytes + 24 * size, max(self.memory_bytes, self.memory_ceiling))

    def seconds_for(self, size: int) -> float:
        """The time that reading a file of `size` bytes may take."""
        return self.seconds * (1 + size / (3 * MEBIBYTE))


def cap_own_memory(size: int) -> None:
    """Makes the operating system refuse this process more than `size` bytes of memory."""
    if sys.platform == "win32":
        _cap_by_job_object(size)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold ID numbers
        if sys.platform != "darwin":  # macOS knows the call and refuses every value
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


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
