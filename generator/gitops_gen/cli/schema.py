"""`gitops-gen schema`: the JSON Schema of the spec on stdout."""

from __future__ import annotations

import click

from gitops_gen.spec import schema


@click.command(name="schema", help="Print the JSON Schema of clusters/<name>/cluster.yaml.")
def command() -> int:
    click.echo(schema.text(), nl=False)
    return 0
