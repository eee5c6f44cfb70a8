-- CreateTable
CREATE TABLE "trend_annotation" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "signal_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "text" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "trend_annotation_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "trend_annotation_tenant_id_starts_at_idx" ON "trend_annotation"("tenant_id", "starts_at");

-- Row-level security as on every table with a tenant.
ALTER TABLE "trend_annotation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "trend_annotation" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON "trend_annotation" TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
CREATE POLICY operator_all ON "trend_annotation" TO millrace_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "trend_annotation" TO millrace_app, millrace_operator;
-- What is deleted can come back: rows go with their tenant only.
REVOKE DELETE ON "trend_annotation" FROM millrace_app;
