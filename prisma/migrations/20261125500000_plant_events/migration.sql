-- What MES and LIMS reported, once for each id; the tables of figures are written from it in the same transaction.
CREATE TABLE "plant_event" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "t" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "plant_event_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE INDEX "plant_event_tenant_id_t_idx" ON "plant_event"("tenant_id", "t");

-- What was refused: readings or events, and how often it was sent again.
ALTER TABLE "dead_letter" ADD COLUMN "what" TEXT NOT NULL DEFAULT 'readings', ADD COLUMN "replays" INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER tell_gateway AFTER INSERT OR UPDATE OR DELETE ON plant_node FOR EACH ROW EXECUTE FUNCTION tell_gateway();
CREATE TRIGGER tell_gateway AFTER INSERT OR UPDATE OR DELETE ON stop_reason FOR EACH ROW EXECUTE FUNCTION tell_gateway();
CREATE TRIGGER tell_gateway AFTER INSERT OR UPDATE OR DELETE ON product FOR EACH ROW EXECUTE FUNCTION tell_gateway();

ALTER TABLE plant_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE plant_event FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON plant_event TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON plant_event TO millrace_app, millrace_operator;
CREATE POLICY operator_all ON plant_event TO millrace_operator USING (true) WITH CHECK (true);
