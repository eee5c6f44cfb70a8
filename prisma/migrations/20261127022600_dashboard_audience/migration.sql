-- To which roles a dashboard is shown.
CREATE TABLE "dashboard_audience" (
    "tenant_id" TEXT NOT NULL,
    "dashboard_key" TEXT NOT NULL,
    "roles" "role"[],
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "dashboard_audience_pkey" PRIMARY KEY ("tenant_id","dashboard_key")
);

ALTER TABLE dashboard_audience ENABLE ROW LEVEL SECURITY;
ALTER TABLE dashboard_audience FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON dashboard_audience TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
CREATE POLICY operator_all ON dashboard_audience TO millrace_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON dashboard_audience TO millrace_app, millrace_operator;
