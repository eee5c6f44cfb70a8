"""Reads a Delta table by deltalake: `read_delta.py ADDRESS`. Options of the store, in JSON, come on stdin. Answers rows in JSON."""

import json
import sys

from deltalake import DeltaTable

options = json.loads(sys.stdin.read() or "{}")
json.dump(DeltaTable(sys.argv[1], storage_options=options).to_pyarrow_table().to_pylist(), sys.stdout, default=str)
