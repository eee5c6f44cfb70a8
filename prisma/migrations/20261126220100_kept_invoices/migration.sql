-- A tenant is deleted, its bills are not: bookkeeping law keeps them. They become the platform's own records.
CREATE TABLE "kept_invoice" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "customer_name" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "total_cents" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_invoice_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "kept_invoice_tenant_id_month_idx" ON "kept_invoice"("tenant_id", "month");

-- Of a sending whose customer is gone: the bill that it carries.
ALTER TABLE "billing_delivery" ADD COLUMN "kept_invoice_id" TEXT;

ALTER TABLE kept_invoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_invoice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON kept_invoice TO millrace_app
  USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
GRANT SELECT ON kept_invoice TO millrace_app;
-- No UPDATE: a bill is not changed. DELETE is for those that the law lets go.
GRANT SELECT, INSERT, DELETE ON kept_invoice TO millrace_operator;
CREATE POLICY operator_all ON kept_invoice TO millrace_operator USING (true) WITH CHECK (true);
