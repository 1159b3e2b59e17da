"""What vulture takes for dead and is not: click calls these by their names."""

from gitops_gen.cli.main import Lazy

_ = (Lazy.list_commands, Lazy.get_command, Lazy.format_commands)
