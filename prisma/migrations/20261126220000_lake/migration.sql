-- The lake: readings in encrypted Parquet files in the tenant's object space, and the manifest that says which of them count.
CREATE TYPE "lake_file_kind" AS ENUM ('sealed', 'correction');
CREATE TYPE "lake_file_state" AS ENUM ('writing', 'live', 'replaced', 'damaged');
CREATE TYPE "lake_query_state" AS ENUM ('answered', 'refused', 'failed', 'cancelled');

CREATE TABLE "lake_progress" (
    "tenant_id" TEXT NOT NULL,
    "sealed_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lake_progress_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "lake_file" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "lake_file_kind" NOT NULL,
    "state" "lake_file_state" NOT NULL DEFAULT 'writing',
    "level" INTEGER NOT NULL DEFAULT 0,
    "day" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT NOT NULL DEFAULT '',
    "replaces" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "lake_file_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "lake_file_tenant_id_state_day_idx" ON "lake_file"("tenant_id", "state", "day");

CREATE TABLE "lake_late" (
    "tenant_id" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "signal_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "times" DOUBLE PRECISION[] NOT NULL,
    "vals" DOUBLE PRECISION[] NOT NULL,
    "file_id" TEXT,

    CONSTRAINT "lake_late_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "lake_late_tenant_id_file_id_idx" ON "lake_late"("tenant_id", "file_id");

CREATE TABLE "lake_query" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "sql" TEXT NOT NULL,
    "state" "lake_query_state" NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "lake_query_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "lake_query_tenant_id_asked_by_asked_at_idx" ON "lake_query"("tenant_id", "asked_by", "asked_at");

CREATE TABLE "saved_query" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sql" TEXT NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_query_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "saved_query_tenant_id_name_key" ON "saved_query"("tenant_id", "name");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['lake_progress', 'lake_file', 'lake_late', 'lake_query', 'saved_query'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT ON %I TO millrace_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- The manifest is the workers'; people keep what they ask.
GRANT INSERT ON lake_query TO millrace_app;
GRANT INSERT, UPDATE, DELETE ON saved_query TO millrace_app;
GRANT USAGE ON SEQUENCE lake_late_id_seq TO millrace_operator;
CALL keep_to_places_of('lake_late', 'signal_id', 'signal');
