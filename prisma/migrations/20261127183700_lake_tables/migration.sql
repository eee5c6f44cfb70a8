-- Figures of a plant as open tables (Iceberg, Delta) in its object space, and which version of each counts.
CREATE TABLE "lake_table" (
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "metadata" TEXT NOT NULL,
    "delta" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "delta_version" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "columns" JSONB NOT NULL,
    "is_sealed" BOOLEAN NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lake_table_pkey" PRIMARY KEY ("tenant_id","name")
);

DO $$
BEGIN
  ALTER TABLE "lake_table" ENABLE ROW LEVEL SECURITY;
  ALTER TABLE "lake_table" FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant_only ON "lake_table" TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
  GRANT SELECT, INSERT, UPDATE, DELETE ON "lake_table" TO millrace_app, millrace_operator;
  CREATE POLICY operator_all ON "lake_table" TO millrace_operator USING (true) WITH CHECK (true);
END $$;

-- They are about every line of the plant.
CALL keep_to_whole_tenant('lake_table');
