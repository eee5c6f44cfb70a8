"""Reads the catalogue of a plant with the clients that others use, and prints what they understood as JSON.

Usage: read_catalogue.py BASE_URL API_KEY. Lineage events come as JSON on standard input.
"""

import asyncio
import json
import sys

from openlineage.client.event_v2 import InputDataset, Job, JobEvent, OutputDataset, Run, RunEvent, RunState
from unitycatalog.client import ApiClient, CatalogsApi, Configuration, SchemasApi, TablesApi
from unitycatalog.client.exceptions import ApiException


async def pages(list_page, key):
    """Every one of a list, two at a time."""
    found, token = [], None
    while True:
        answer = await list_page(max_results=2, page_token=token)
        found += getattr(answer, key)
        token = answer.next_page_token
        if not token:
            return found


async def refused(work):
    try:
        await work
    except ApiException as error:
        return {"status": error.status, "code": json.loads(error.body)["error_code"]}
    return None


async def read(url, key):
    config = Configuration(host=f"{url}/api/2.1/unity-catalog", access_token=key)
    async with ApiClient(config) as client:
        client.default_headers["Authorization"] = f"Bearer {key}"
        catalogs, schemas, tables = CatalogsApi(client), SchemasApi(client), TablesApi(client)
        read_tables = []
        for catalog in await pages(catalogs.list_catalogs, "catalogs"):
            for schema in await pages(lambda **page: schemas.list_schemas(catalog_name=catalog.name, **page), "schemas"):
                read_tables += await pages(lambda **page: tables.list_tables(catalog_name=catalog.name, schema_name=schema.name, **page), "tables")
        stops = await tables.get_table(full_name="silver.production.stops")
        return {
            "tables": [f"{table.catalog_name}.{table.schema_name}.{table.name}" for table in read_tables],
            "columns": {column.name: column.type_name.value for column in stops.columns},
            "properties": stops.properties,
            "owner": stops.owner,
            "missing": await refused(tables.get_table(full_name="silver.production.secrets")),
            "badToken": await refused(catalogs.list_catalogs(page_token="x")),
        }


def dataset(kind, fields):
    return kind(namespace=fields["namespace"], name=fields["name"])


def understood(event):
    """As the client's own types, which check ids, times and addresses. Raises for what is not OpenLineage."""
    common = {
        "eventTime": event["eventTime"],
        "producer": event["producer"],
        "job": Job(namespace=event["job"]["namespace"], name=event["job"]["name"]),
        "inputs": [dataset(InputDataset, each) for each in event["inputs"]],
        "outputs": [dataset(OutputDataset, each) for each in event["outputs"]],
    }
    made = RunEvent(eventType=RunState(event["eventType"]), run=Run(runId=event["run"]["runId"]), **common) if "run" in event else JobEvent(**common)
    return made.schemaURL == event["schemaURL"]


async def main():
    url, key = sys.argv[1:]
    lineage = json.load(sys.stdin)
    print(json.dumps({**await read(url, key), "events": [understood(event) for event in lineage]}))


if __name__ == "__main__":
    asyncio.run(main())
