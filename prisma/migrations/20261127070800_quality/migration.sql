-- Quality over time: each table's score of a day, and whether data was as fresh as promised.
CREATE TABLE "table_quality" (
    "tenant_id" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL,
    "rows" BIGINT NOT NULL,
    "score" DOUBLE PRECISION,
    "judged" JSONB NOT NULL,

    CONSTRAINT "table_quality_pkey" PRIMARY KEY ("tenant_id","table_name","day")
);

CREATE TABLE "freshness_day" (
    "tenant_id" TEXT NOT NULL,
    "promise" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "checks" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "worst_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "last_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "freshness_day_pkey" PRIMARY KEY ("tenant_id","promise","day")
);

-- When the days of gold were last written.
CREATE TABLE "gold_refresh" (
    "tenant_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gold_refresh_pkey" PRIMARY KEY ("tenant_id")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['table_quality', 'freshness_day', 'gold_refresh'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
    -- They are about every line of the plant.
    EXECUTE format('CALL keep_to_whole_tenant(%L)', t);
  END LOOP;
END $$;
