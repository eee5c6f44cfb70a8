"""Reads a Delta table by deltalake: `read_delta.py ADDRESS [-]`. With `-`, options of the store come on stdin, in JSON. Answers rows in JSON."""

import json
import os
import sys

from deltalake import DeltaTable

options = json.load(sys.stdin) if "-" in sys.argv[2:] else {}
json.dump(DeltaTable(sys.argv[1], storage_options=options).to_pyarrow_table().to_pylist(), sys.stdout, default=str)
sys.stdout.flush()
# The usual end sometimes aborts in the threads of pyarrow and deltalake (apache/arrow 34314), with every row answered.
os._exit(0)
