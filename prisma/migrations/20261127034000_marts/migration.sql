-- Runs of dbt over a plant: what was built, and which rules of the business do not hold.
CREATE TABLE "mart_run" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT NOT NULL DEFAULT '',
    "took_ms" INTEGER NOT NULL DEFAULT 0,
    "results" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "mart_run_pkey" PRIMARY KEY ("tenant_id","id")
);

-- Asked twice, it is built once.
CREATE UNIQUE INDEX "mart_run_waiting" ON "mart_run" ("tenant_id") WHERE "state" = 'waiting';

DO $$
BEGIN
  ALTER TABLE "mart_run" ENABLE ROW LEVEL SECURITY;
  ALTER TABLE "mart_run" FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant_only ON "mart_run" TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
  GRANT SELECT, INSERT, UPDATE, DELETE ON "mart_run" TO millrace_app, millrace_operator;
  CREATE POLICY operator_all ON "mart_run" TO millrace_operator USING (true) WITH CHECK (true);
END $$;

-- It is about every line of the plant.
CALL keep_to_whole_tenant('mart_run');
