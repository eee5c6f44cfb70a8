"""Reads Iceberg tables by pyiceberg. `read_iceberg.py METADATA [VERSION | count]`: one, without a catalogue. `read_iceberg.py
--catalogue ADDRESS KEY`: how many rows each table of the product's catalogue has. `read_iceberg.py --table SETTINGS NAME [FILTER]`: one of
the catalogue that the file of settings describes. Answers rows in JSON."""

import json
import sys

from pyiceberg.catalog.rest import RestCatalog
from pyiceberg.table import StaticTable


def main(first, *asked):
    if first == "--catalogue":
        address, key = asked
        catalog = RestCatalog("millrace", uri=address, token=key)
        names = sorted(name for namespace in catalog.list_namespaces() for name in catalog.list_tables(namespace))
        return [{"name": ".".join(name), "rows": catalog.load_table(name).scan().count()} for name in names]
    if first == "--table":
        settings, name, *filters = asked
        with open(settings, encoding="utf-8") as file:
            return RestCatalog("lake", **json.load(file)).load_table(name).scan(*filters).to_arrow().to_pylist()
    table = StaticTable.from_metadata(first)
    if asked == ("count",):
        return [{"snapshots": len(list(table.snapshots()))}]
    return table.scan(snapshot_id=int(asked[0]) if asked else None).to_arrow().to_pylist()


json.dump(main(*sys.argv[1:]), sys.stdout, default=str)
