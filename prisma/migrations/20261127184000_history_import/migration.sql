-- Files of history that people bring in: what was found in them, how they are read, and what became of them. The files themselves,
-- what was refused of them and what was read lie in the tenant's object space.
CREATE TYPE "history_import_state" AS ENUM ('uploading', 'looking', 'mapping', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled');

CREATE TABLE "history_import" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'readings',
    "state" "history_import_state" NOT NULL DEFAULT 'uploading',
    "form" JSONB,
    "mapping" JSONB,
    "plan" JSONB,
    "result" JSONB,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "stored" INTEGER NOT NULL DEFAULT 0,
    "already_there" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "started_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "history_import_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "history_import_tenant_id_created_at_idx" ON "history_import"("tenant_id", "created_at");

DO $$
BEGIN
  ALTER TABLE "history_import" ENABLE ROW LEVEL SECURITY;
  ALTER TABLE "history_import" FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant_only ON "history_import" TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
  GRANT SELECT, INSERT, UPDATE, DELETE ON "history_import" TO millrace_app, millrace_operator;
  CREATE POLICY operator_all ON "history_import" TO millrace_operator USING (true) WITH CHECK (true);
END $$;

-- A file holds whatever part of the plant it likes.
CALL keep_to_whole_tenant('history_import');
