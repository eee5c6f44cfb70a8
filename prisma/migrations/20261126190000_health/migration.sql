CREATE TABLE "neighbour_sample" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "neighbour" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "latency_ms" INTEGER,

    CONSTRAINT "neighbour_sample_pkey" PRIMARY KEY ("tenant_id","neighbour","at")
);
CREATE INDEX "neighbour_sample_at_idx" ON "neighbour_sample"("at");

CREATE TABLE "incident" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "neighbour" TEXT,
    "title" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "opened_by" TEXT NOT NULL,
    "closed_by" TEXT,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "incident_tenant_id_opened_at_idx" ON "incident"("tenant_id", "opened_at");

CREATE TABLE "incident_note" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "incident_note_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "incident_note_tenant_id_incident_id_at_idx" ON "incident_note"("tenant_id", "incident_id", "at");

CREATE TABLE "maintenance_window" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("tenant_id","id")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['neighbour_sample', 'incident', 'incident_note', 'maintenance_window'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT ON %I TO millrace_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
