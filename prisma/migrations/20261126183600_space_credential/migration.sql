-- With what a tenant's object space is opened at the object store: one key each, which reaches that space alone. The
-- secret is sealed under the tenant's data key, so that destroying that key takes it away too.
CREATE TABLE "space_credential" (
    "tenant_id" TEXT NOT NULL,
    "access_key_id" TEXT NOT NULL,
    "sealed_secret" BYTEA NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "space_credential_pkey" PRIMARY KEY ("tenant_id")
);

ALTER TABLE space_credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE space_credential FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON space_credential TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON space_credential TO millrace_app, millrace_operator;
CREATE POLICY operator_all ON space_credential TO millrace_operator USING (true) WITH CHECK (true);
