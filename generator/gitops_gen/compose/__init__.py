"""What source-watcher's ArtifactGenerator makes of the files of its sources.

Rules of github.com/fluxcd/source-watcher/v2 2.2.2. It must not read a file: what a path holds is for others.
"""
