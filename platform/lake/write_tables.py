"""Writes tables of one plant as Iceberg and Delta into a folder; the product carries the files to where they belong.

Told on stdin, in JSON: `folder` stands for the address `base`; each of `tables` has the Parquet file with its rows, the
Iceberg metadata that counts so far (an address below `base`, or null), and a digest of its rows. What a table needs of
its past lies in the folder already. Answers on stdout, a JSON list: what each table is now. It knows no key and no network.
"""

import json
import os
import sys
from pathlib import Path

import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, write_deltalake
from pyarrow.fs import LocalFileSystem
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.io.pyarrow import PyArrowFile, PyArrowFileIO

KEPT_VERSIONS = 5
DIGEST = "millrace.rows"


class FolderIO(PyArrowFileIO):
    """Files at their address, in the folder that stands for it."""

    def new_input(self, location):
        path = Path(self.properties["folder"]) / location.removeprefix(self.properties["base"])
        return PyArrowFile(location=location, path=str(path), fs=LocalFileSystem())

    def new_output(self, location):
        file = self.new_input(location)
        Path(file._path).parent.mkdir(parents=True, exist_ok=True)
        return file

    def delete(self, location):
        """The product removes what nobody refers to, once the new version counts."""


def main():
    asked = json.load(sys.stdin)
    catalog = SqlCatalog("export", uri="sqlite:///:memory:", **{"py-io-impl": f"{__name__}.FolderIO", "folder": asked["folder"], "base": asked["base"]})
    written = [{"name": table["name"], "iceberg": write_iceberg(catalog, asked["base"], table), "delta": write_delta(asked["folder"], table)} for table in asked["tables"]]
    json.dump(written, sys.stdout)
    sys.stdout.flush()
    # What is written is whole; pyarrow's and deltalake's threads sometimes abort a process that ends the usual way (apache/arrow 34314).
    os._exit(0)


def write_iceberg(catalog, base, asked):
    schema, name = asked["name"].split(".")
    catalog.create_namespace_if_not_exists(schema)
    rows = pq.read_table(asked["rows"])
    if asked["metadata"]:
        table = catalog.register_table((schema, name), asked["metadata"])
        if same_columns(table, rows):
            return answer(replace_rows(table, rows, asked["digest"]))
        catalog.drop_table((schema, name))
    table = catalog.create_table((schema, name), rows.schema, location=f"{base}iceberg/{schema}/{name}", properties={
        "write.metadata.delete-after-commit.enabled": "true",
        "write.metadata.previous-versions-max": str(KEPT_VERSIONS),
        "write.parquet.compression-codec": "zstd",
        "commit.manifest-merge.enabled": "true",
    })
    return answer(replace_rows(table, rows, asked["digest"]))


def same_columns(table, rows):
    kept = table.schema().as_arrow()
    return [(field.name, str(field.type).removeprefix("large_")) for field in kept] == [(field.name, str(field.type).removeprefix("large_")) for field in rows.schema]


def replace_rows(table, rows, digest):
    """One version more, unless the rows are those that it has; versions before the last few are forgotten."""
    newest = table.current_snapshot()
    if newest is None or newest.summary.additional_properties.get(DIGEST) != digest:
        table.overwrite(rows, snapshot_properties={DIGEST: digest})
    # Each version is two snapshots: the rows before gone, then those of now.
    old = [each.snapshot_id for each in table.snapshots()[: -2 * KEPT_VERSIONS]]
    if old:
        table.maintenance.expire_snapshots().by_ids(old).commit()
    return table


def answer(table):
    """`files`: every file that a version refers to; others may be removed."""
    io, files = table.io, {table.metadata_location, *(entry.metadata_file for entry in table.metadata.metadata_log)}
    for snapshot in table.snapshots():
        files.add(snapshot.manifest_list)
        for manifest in snapshot.manifests(io):
            files.add(manifest.manifest_path)
            files.update(entry.data_file.file_path for entry in manifest.fetch_manifest_entry(io, discard_deleted=True))
    newest = table.current_snapshot()
    return {"metadata": table.metadata_location, "version": str(newest.snapshot_id), "rows": int(newest.summary.additional_properties.get("total-records", 0)), "files": sorted(files)}


def write_delta(folder, asked):
    place = Path(folder) / "delta" / Path(*asked["name"].split("."))
    rows = pq.read_table(asked["rows"])
    place.mkdir(parents=True, exist_ok=True)
    table = DeltaTable(place) if DeltaTable.is_deltatable(str(place)) else None
    if table is None or table.history(1)[0].get(DIGEST) != asked["digest"]:
        write_deltalake(place, rows, mode="overwrite", schema_mode="overwrite", commit_properties=CommitProperties(custom_metadata={DIGEST: asked["digest"]}))
        table = DeltaTable(place)
    # Whoever began to read one of the versions before goes on.
    kept = [DeltaTable(place, version=version) for version in range(max(0, table.version() - KEPT_VERSIONS + 1), table.version() + 1)]
    names = {name for version in kept for name in version.get_add_actions(flatten=True).column("path").to_pylist()}
    return {"version": table.version(), "files": sorted(names)}


if __name__ == "__main__":
    main()
