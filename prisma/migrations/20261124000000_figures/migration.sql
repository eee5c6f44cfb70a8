-- CreateEnum
CREATE TYPE "machine_state" AS ENUM ('down', 'minor', 'changeover', 'planned', 'blocked', 'starved');

-- CreateTable
CREATE TABLE "stop_coding" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "stop_id" TEXT NOT NULL,
    "from_reason" TEXT NOT NULL,
    "to_reason" TEXT NOT NULL,
    "coded_by" TEXT NOT NULL,
    "coded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stop_coding_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "cost_rate" (
    "tenant_id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "busy_hour" DOUBLE PRECISION NOT NULL,
    "material_per_kg" DOUBLE PRECISION NOT NULL,
    "energy_per_kwh" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "cost_rate_pkey" PRIMARY KEY ("tenant_id","line_id")
);

-- CreateTable
CREATE TABLE "equipment_state" (
    "tenant_id" TEXT NOT NULL,
    "equipment_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "line_id" TEXT NOT NULL,
    "state" "machine_state" NOT NULL,
    "reason_code" TEXT,

    CONSTRAINT "equipment_state_pkey" PRIMARY KEY ("tenant_id","equipment_id","starts_at")
);

-- CreateTable
CREATE TABLE "saved_analysis" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "saved_analysis_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "stop_coding_tenant_id_stop_id_coded_at_idx" ON "stop_coding"("tenant_id", "stop_id", "coded_at");

-- CreateIndex
CREATE INDEX "equipment_state_tenant_id_line_id_starts_at_idx" ON "equipment_state"("tenant_id", "line_id", "starts_at");

-- CreateIndex
CREATE INDEX "saved_analysis_tenant_id_created_at_idx" ON "saved_analysis"("tenant_id", "created_at");

-- Row-level security as on every table with a tenant.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['stop_coding', 'cost_rate', 'equipment_state', 'saved_analysis'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- What was said of a stop is not unsaid; it goes with its tenant.
REVOKE UPDATE, DELETE ON stop_coding FROM millrace_app;
