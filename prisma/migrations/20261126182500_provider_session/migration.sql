-- A session of somebody who signed in at the identity provider: at which door, under which session and subject there,
-- with which tokens (sealed; they never reach the browser), and when the provider last confirmed it.
ALTER TABLE "session"
    ADD COLUMN "door" TEXT,
    ADD COLUMN "provider_sid" TEXT,
    ADD COLUMN "provider_subject" TEXT,
    ADD COLUMN "provider_tokens" BYTEA,
    ADD COLUMN "confirmed_at" TIMESTAMPTZ(3);
CREATE INDEX "session_provider_sid_idx" ON "session"("provider_sid");
CREATE INDEX "session_provider_subject_idx" ON "session"("provider_subject");
