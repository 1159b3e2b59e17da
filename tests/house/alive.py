"""What vulture takes for dead and is not; each with who calls it."""

from gitops_gen.cli.main import Lazy
from gitops_gen.kinds.talos import network
from gitops_gen.talos import redaction

_: list[object] = [
    # click, by these names
    Lazy.list_commands,
    Lazy.get_command,
    Lazy.format_commands,
    # held against Talos' own types today; the fields of the spec that use them are to come
    network.stable_hostname_config,
    network.dhcpv4_config,
    network.static_host_config,
    # judges ask it, in ring 1 and 2; files are encrypted by `secret_names`
    redaction.is_secret,
]
