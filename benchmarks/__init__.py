"""How fast the program is, beside the barest program that does the same work.

`python -m benchmarks` measures both in one run, in turns, and prints a table. Absolute times drift
from machine to machine; the ratio does not, so most goals are ratios.
"""
