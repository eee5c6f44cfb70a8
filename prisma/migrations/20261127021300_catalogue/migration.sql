-- The catalogue: what people say of tables, the plant's own words, and what was last measured of each table.

-- The views that a BI tool reads, for people: the same text, read as whoever asks. Row-level security and places hold.
CREATE SCHEMA gold;
GRANT USAGE ON SCHEMA gold TO millrace_app;
DO $$
DECLARE v text;
BEGIN
  FOREACH v IN ARRAY ARRAY['oee', 'production_volume', 'quality', 'downtime', 'energy', 'material_use'] LOOP
    EXECUTE format('CREATE VIEW gold.%I WITH (security_invoker = true) AS %s', v, pg_get_viewdef(format('bi.%I', v)::regclass));
    EXECUTE format('GRANT SELECT ON gold.%I TO millrace_app', v);
  END LOOP;
END $$;

CREATE TABLE "table_note" (
    "tenant_id" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "owner" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "terms" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "table_note_pkey" PRIMARY KEY ("tenant_id","table_name")
);

CREATE TABLE "glossary_term" (
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "meaning" TEXT NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "glossary_term_pkey" PRIMARY KEY ("tenant_id","name")
);

CREATE TABLE "table_profile" (
    "tenant_id" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "rows" BIGINT NOT NULL,
    "columns" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "table_profile_pkey" PRIMARY KEY ("tenant_id","table_name")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['table_note', 'glossary_term', 'table_profile'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- Least and greatest values of the whole plant are not for somebody who sees a part of it.
CALL keep_to_whole_tenant('table_profile');
