-- A source that only stands in, as the simulated sensors of a demo do, gives way to every other that feeds the same signal.
ALTER TABLE "ingest_source" ADD COLUMN "stands_in" BOOLEAN NOT NULL DEFAULT false;

-- As before, and now also what of that time lies in the default partition: a day for which there was none when it came.
CREATE OR REPLACE FUNCTION drop_chunk_partitions(before date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part text; dropped integer := 0;
BEGIN
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.reading_chunk'::regclass AND c.relname ~ '^reading_chunk_\d{8}$'
      AND to_date(substr(c.relname, 15), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE %I', part);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM reading_chunk_default WHERE starts_at < before::timestamptz;
  RETURN dropped;
END $$;
