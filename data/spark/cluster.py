"""Which cluster is to judge, where its Parquet is kept, and what is said when it cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.store.errors import StoreError

THIS_MACHINE = "local[*]"
"""Spark's own name for all cores of the machine it is started on."""


class ClusterError(StoreError):
    """The cluster cannot be used as asked; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster of Spark: its `master`, a `folder` that all of it reaches, and its `options`.

    `folder` is a path or an address (``s3a://``, ``abfss://``), '' for a temporary folder of
    this machine. `options` go to Spark as they are; those of Hadoop begin ``spark.hadoop.``.
    Raises `ClusterError` for a cluster of several machines without a folder.
    """

    master: str = THIS_MACHINE
    folder: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.is_local or self.folder):
            raise ClusterError(
                f"{self.master} når inte en tillfällig mapp på den här datorn. Säg med "
                "--folder var alla kan läsa och skriva, som s3a://hink/mapp."
            )

    @property
    def is_local(self) -> bool:
        """Whether all of it runs on this machine."""
        return self.master.startswith("local")
