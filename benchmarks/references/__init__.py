"""The barest programs that do the same work: what any program has to pay on this machine."""
