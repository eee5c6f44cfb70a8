CREATE TYPE "usage_meter" AS ENUM ('user', 'line', 'readings', 'stored-bytes', 'queries', 'notebook-seconds');
CREATE TYPE "billing_delivery_state" AS ENUM ('pending', 'delivered', 'failed');

CREATE TABLE "meter_event" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "meter" "usage_meter" NOT NULL,
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "quantity" BIGINT NOT NULL,

    CONSTRAINT "meter_event_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "meter_event_tenant_id_day_meter_idx" ON "meter_event"("tenant_id", "day", "meter");

CREATE TABLE "meter_counter" (
    "tenant_id" TEXT NOT NULL,
    "meter" "usage_meter" NOT NULL,
    "day" DATE NOT NULL,
    "quantity" BIGINT NOT NULL,

    CONSTRAINT "meter_counter_pkey" PRIMARY KEY ("tenant_id","meter","day")
);

CREATE TABLE "usage_day" (
    "tenant_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "meter" "usage_meter" NOT NULL,
    "quantity" BIGINT NOT NULL,
    "events" INTEGER NOT NULL,

    CONSTRAINT "usage_day_pkey" PRIMARY KEY ("tenant_id","day","meter")
);

CREATE TABLE "licence" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "installed_by" TEXT NOT NULL,

    CONSTRAINT "licence_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "licence_clock" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "last_seen" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "licence_clock_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "price_list" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "prices" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "price_list_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "price_list_tenant_id_valid_from_key" ON "price_list"("tenant_id", "valid_from");

CREATE TABLE "invoice" (
    "tenant_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "total_cents" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("tenant_id","month")
);

CREATE TABLE "billing_webhook" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "url" TEXT NOT NULL,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "billing_webhook_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "billing_delivery" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "state" "billing_delivery_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "billing_delivery_pkey" PRIMARY KEY ("tenant_id","id")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['meter_event', 'meter_counter', 'usage_day', 'licence', 'licence_clock', 'price_list', 'invoice', 'billing_webhook', 'billing_delivery'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    -- A tenant reads what it is charged for, and writes none of it.
    EXECUTE format('GRANT SELECT ON %I TO millrace_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- Append-only; what a removed tenant used goes with it.
REVOKE UPDATE ON meter_event, licence, price_list, invoice FROM millrace_operator;
