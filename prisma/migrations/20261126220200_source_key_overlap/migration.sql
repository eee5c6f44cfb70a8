-- The key before a rotation still sends until the end of its overlap.
ALTER TABLE "ingest_source" ADD COLUMN "previous_api_key_hash" TEXT, ADD COLUMN "previous_key_until" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "ingest_source_previous_api_key_hash_key" ON "ingest_source"("previous_api_key_hash");
