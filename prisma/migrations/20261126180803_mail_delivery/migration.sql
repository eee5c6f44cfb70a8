ALTER TABLE "mail"
  ADD COLUMN "answer" TEXT,
  ADD COLUMN "report_key" TEXT,
  ADD COLUMN "bounced_at" TIMESTAMPTZ(3),
  ADD COLUMN "bounce" TEXT;

CREATE UNIQUE INDEX "mail_report_key_key" ON "mail"("report_key");

ALTER TABLE "outbox_mail" ADD COLUMN "given_up_at" TIMESTAMPTZ(3);

CREATE TABLE "mail_suppression" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "address" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "mail_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_suppression_pkey" PRIMARY KEY ("tenant_id","address")
);

ALTER TABLE mail_suppression ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_suppression FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON mail_suppression TO millrace_app
  USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_suppression TO millrace_app, millrace_operator;
CREATE POLICY operator_all ON mail_suppression TO millrace_operator USING (true) WITH CHECK (true);
