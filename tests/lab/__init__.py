"""Ring 3: a whole cluster of real programs on one machine, offline, that reconciles what `render` writes."""
