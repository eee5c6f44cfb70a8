-- Customers: suspension, deletion with an undo window, switches.
ALTER TABLE "tenant" ADD COLUMN "suspended_at" TIMESTAMPTZ(3), ADD COLUMN "suspended_by" TEXT, ADD COLUMN "suspended_reason" TEXT,
  ADD COLUMN "deletes_at" TIMESTAMPTZ(3), ADD COLUMN "deletion_by" TEXT, ADD COLUMN "features" JSONB NOT NULL DEFAULT '{}';

-- An administrator who looks at a plant as somebody else: whose session it was, and why.
ALTER TABLE "session" ADD COLUMN "impersonator" TEXT, ADD COLUMN "impersonator_session" TEXT, ADD COLUMN "impersonation_reason" TEXT;
ALTER TABLE "one_time_token" ADD COLUMN "impersonator" TEXT, ADD COLUMN "impersonator_session" TEXT, ADD COLUMN "impersonation_reason" TEXT;

CREATE TABLE "invitation" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "node_id" TEXT NOT NULL DEFAULT '',
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "wrong_addresses" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");
CREATE INDEX "invitation_tenant_id_email_idx" ON "invitation"("tenant_id", "email");

-- The plant model: two who edit the same thing, and the way back.
ALTER TABLE "plant_node" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "signal" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "product" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "stop_reason" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "shift_pattern" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

CREATE TABLE "model_change" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "rows" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "model_change_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "model_change_tenant_id_at_idx" ON "model_change"("tenant_id", "at");

CREATE TYPE "shift_exception_kind" AS ENUM ('closed', 'extra');
CREATE TABLE "shift_exception" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "kind" "shift_exception_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "start_local" TEXT,
    "end_local" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "shift_exception_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "shift_exception_tenant_id_date_idx" ON "shift_exception"("tenant_id", "date");

CREATE TABLE "routing" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "ideal_rate_per_minute" DOUBLE PRECISION NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "routing_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "routing_tenant_id_product_id_line_id_key" ON "routing"("tenant_id", "product_id", "line_id");

CREATE TABLE "api_key" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "shown" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "previous_hash" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "scopes" TEXT[],
    "node_id" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");
CREATE INDEX "api_key_previous_hash_idx" ON "api_key"("previous_hash");

CREATE TABLE "announcement" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "announcement_pkey" PRIMARY KEY ("tenant_id","id")
);

-- Row-level security as on every table with a tenant.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['invitation', 'model_change', 'shift_exception', 'routing', 'api_key', 'announcement'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
CALL keep_to_places('routing', 'line_id');
CALL keep_to_whole_tenant('invitation');
CALL keep_to_whole_tenant('model_change');
CALL keep_to_whole_tenant('api_key');
-- Holidays of the site concern each of its lines.
CREATE POLICY places_read ON shift_exception AS RESTRICTIVE FOR SELECT TO millrace_app USING ((SELECT current_setting('millrace.places', true)) = '*'
  OR node_id = ANY ((SELECT string_to_array(concat_ws(',', current_setting('millrace.places', true), current_setting('millrace.ways', true)), ','))::text[]));
CREATE POLICY places_insert ON shift_exception AS RESTRICTIVE FOR INSERT TO millrace_app WITH CHECK (current_setting('millrace.places', true) = '*');
CREATE POLICY places_update ON shift_exception AS RESTRICTIVE FOR UPDATE TO millrace_app USING (current_setting('millrace.places', true) = '*');
CREATE POLICY places_delete ON shift_exception AS RESTRICTIVE FOR DELETE TO millrace_app USING (current_setting('millrace.places', true) = '*');

-- Lists of a hundred thousand people: a page begins after the last row of the one before it, and words are found anywhere in name and address.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "account_tenant_name_idx" ON "account"("tenant_id", lower("name"), "id");
CREATE INDEX "account_tenant_email_idx" ON "account"("tenant_id", "email", "id");
CREATE INDEX "account_tenant_seen_idx" ON "account"("tenant_id", (coalesce("last_seen_at", '-infinity'::timestamptz)), "id");
CREATE INDEX "account_words_idx" ON "account" USING gin ((lower("name") || ' ' || "email") gin_trgm_ops);
CREATE INDEX "account_name_idx" ON "account"(lower("name"), "tenant_id", "id");
CREATE INDEX "audit_entry_tenant_id_at_idx" ON "audit_entry"("tenant_id", "at");
