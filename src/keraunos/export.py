"""Programs for other hosts: `keraunos.export`, as Keras names it."""

from keraunos.saving.export_archive import ExportArchive

__all__ = ["ExportArchive"]
