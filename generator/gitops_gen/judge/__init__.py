"""What was asked for is checked, what was ignored is left out, and the rest is a report and an exit code.

It must not know how a report is printed.
"""
