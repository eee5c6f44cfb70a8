"""Marts of each plant, every night: the steps of the product's own command, one task each. See the README beside."""

import os
import tempfile
from datetime import timedelta

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from airflow.sdk.bases.operator import chain

# As in lib/transformations/mart-steps.ts; a test holds them to each other.
STEPS = ["silver", "build", "keep"]
COMMAND = 'node scripts/run-ts.mjs scripts/marts.ts {step} --by airflow --tenant "$PLANT" --folder "$FOLDER" --to "$RUN_AT"'

PRODUCT = os.environ.get("MILLRACE_HOME", "/srv/millrace")
PLANTS = os.environ.get("MILLRACE_PLANTS", "").split()
# Seen by every worker that may run a step, when there are several.
SHARED = os.environ.get("MILLRACE_MART_FOLDER", os.path.join(tempfile.gettempdir(), "millrace-marts"))


def marts_of(plant: str) -> DAG:
    with DAG(
        dag_id=f"millrace_marts_{plant}",
        description=f"OEE, downtime, yield, material balance and control charts of {plant}",
        schedule="15 2 * * *",
        start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
        catchup=False,
        max_active_runs=1,
        tags=["millrace"],
        default_args={"retries": 2, "retry_delay": timedelta(minutes=2), "execution_timeout": timedelta(minutes=15)},
    ) as dag:
        env = {
            "PLANT": plant,
            # The same for every try of a run, so that a step begun again finds what the one before has left.
            "RUN_AT": "{{ dag_run.run_after.isoformat() }}",
            "FOLDER": os.path.join(SHARED, plant, "{{ dag_run.run_after.strftime('%Y%m%dT%H%M%S%f') }}"),
        }
        chain(*[BashOperator(task_id=step, bash_command=COMMAND.format(step=step), cwd=PRODUCT, env=env, append_env=True) for step in STEPS])
    return dag


for plant in PLANTS:
    globals()[f"millrace_marts_{plant}"] = marts_of(plant)
