-- A dedicated customer lives in an installation of its own; here stands where that is.
ALTER TABLE "tenant" ADD COLUMN "cell_url" TEXT;
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_cell_is_dedicated" CHECK ("cell_url" IS NULL OR "placement" = 'dedicated');
